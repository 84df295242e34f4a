"""All texts of a version, place by place, with what each language says there and what is missing.

A place is somewhere the customer reads words: the heading, a question, the second answer of the third question. The
texts page, the translator's spreadsheet and its way back all walk the same places.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys import question_kinds as kinds
from surveys.builder.question_form import END, HINTED, OPTION, PROMPT, QUESTION
from surveys.builder.texts_form import LONG, TITLE
from surveys.drafts import pieces
from surveys.drafts.merging import SURVEY
from surveys.models import Question, SurveyVersion

# How a path inside a draft is written in a spreadsheet, which outlives the page it was made from.
_SPREADSHEET_WORDS = {"texts": "text", "options": "option", "ends": "end"}


@dataclass(frozen=True)
class Place:
    part: str  # "survey", or the question's key as hex
    path: str  # "title", "texts", "options/1f2e", "ends/low", "prompt/yes": see surveys/drafts/pieces.py
    where: str  # in the reader's language: "Question 3, answer 2"
    texts: dict[str, str]
    limit: int  # characters
    is_needed: bool  # in every language the survey promises
    is_long: bool = False  # may have several lines

    @property
    def key(self) -> str:
        """The same in every version and language: "survey:title", "q:<key>:option:<answer's key>"."""
        name, _slash, rest = self.path.partition("/")
        words = [_SPREADSHEET_WORDS.get(name, name), *([rest] if rest else [])]
        return ":".join([SURVEY, *words] if self.part == SURVEY else ["q", self.part, *words])

    @property
    def name(self) -> str:
        """For the control on a page."""
        return self.key.replace(":", "-")

    def said(self, language: str) -> str:
        return self.texts.get(language) or ""

    def is_missing_in(self, language: str) -> bool:
        return self.is_needed and not self.said(language).strip()

    def heard(self, typed: str, language: str) -> str:
        """What was typed as it is stored; words that only repeat the stored ones stay spaced as those are."""
        stored = self.said(language)
        return stored if self.says_the_same(typed, stored) else self._tidied(typed)

    def says_the_same(self, one: str, other: str) -> bool:
        """Whether two wordings differ in nothing but how they are spaced."""
        return self._tidied(one) == self._tidied(other)

    def _tidied(self, typed: str) -> str:
        lines = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
        return lines if self.is_long else " ".join(lines.split())


@dataclass(frozen=True)
class Saying:
    """Words for one place in one language; none take away what stands there."""

    place: Place
    language: str
    text: str

    @property
    def path(self) -> str:
        """Of the piece of the draft it writes: "options/1f2e/fi"."""
        return f"{self.place.path}/{self.language}"


@dataclass(frozen=True)
class Group:
    """The places of one question, or of the survey itself."""

    question: Question | None
    number: int  # 0 for the survey itself
    places: tuple[Place, ...]

    def has_gaps(self, language: str) -> bool:
        return any(place.is_missing_in(language) for place in self.places)


def groups_of(version: SurveyVersion) -> list[Group]:
    """Every place of the version in the order the customer meets it; the survey's own come first (one query)."""
    questions = version.questions.order_by("position", "id")
    asked = [
        Group(question, number, tuple(_places_of(question, number, version.languages)))
        for number, question in enumerate(questions, start=1)
    ]
    return [Group(None, 0, tuple(_own_places(version))), *asked]


def places_in(groups: Iterable[Group]) -> list[Place]:
    return [place for group in groups for place in group.places]


def missing(places: Iterable[Place], languages: Iterable[str]) -> dict[str, list[Place]]:
    """By language, the places where it has no words though they are needed."""
    places = list(places)
    return {language: [place for place in places if place.is_missing_in(language)] for language in languages}


def changes(version: SurveyVersion, groups: Iterable[Group], sayings: Iterable[Saying]) -> tuple[dict, dict]:
    """What `building.change_draft` takes, texts and questions, so that each place says what it should."""
    rows = {SURVEY: copy.copy(version)}
    rows |= {group.question.key.hex: copy.copy(group.question) for group in groups if group.question}
    touched: dict[str, set[str]] = {}
    for one in sayings:
        place = one.place
        if one.text != place.said(one.language):
            pieces.put(rows[place.part], {one.path: one.text or None})
            touched.setdefault(place.part, set()).add(place.path.partition("/")[0])
    values = {part: {name: getattr(rows[part], name) for name in names} for part, names in touched.items()}
    texts = values.pop(SURVEY, {})
    return texts, {rows[part].key: told for part, told in values.items()}


def _own_places(version: SurveyVersion) -> Iterable[Place]:
    yield Place(SURVEY, "title", _("Heading"), version.title, TITLE, is_needed=True)
    yield Place(SURVEY, "intro", _("Why you ask"), version.intro, LONG, is_needed=True, is_long=True)
    yield Place(SURVEY, "thanks", _("Thank you, afterwards"), version.thanks, LONG, is_needed=True, is_long=True)


def _places_of(question: Question, number: int, promised: list[str]) -> Iterable[Place]:
    """Those that have words in any language, and those that need them."""
    part, said = question.key.hex, {"number": number}
    yield Place(part, "texts", _("Question %(number)d") % said, question.texts, QUESTION, is_needed=True)
    for answer, option in enumerate(question.options, start=1):
        where = _("Question %(number)d, answer %(answer)d") % {"number": number, "answer": answer}
        yield Place(part, f"options/{option['key']}", where, option["texts"], OPTION, is_needed=True)
    for path, limit, where, texts, is_always_needed in _around(question, said):
        is_needed = is_always_needed or any((texts.get(language) or "").strip() for language in promised)
        if is_needed or any(texts.values()):
            yield Place(part, path, where, texts, limit, is_needed=is_needed)


def _around(question: Question, said: dict) -> Iterable[tuple[str, int, str, dict, bool]]:
    """The words around a question's answers: path, limit, where, texts, and whether none may be missing."""
    prompt, ends = question.prompt, question.ends
    if question.kind in kinds.SCALES:
        values = kinds.SCALES[question.kind]
        for name, value in (("low", values[0]), ("high", values[-1])):
            where = _("Question %(number)d, what %(value)d means") % {**said, "value": value}
            yield f"ends/{name}", END, where, ends.get(name, {}), False
    hint = _("Question %(number)d, hint") if question.kind in HINTED else _("Question %(number)d, room to say why")
    yield "prompt/neutral", PROMPT, hint % said, prompt.get("neutral", {}), question.kind in kinds.CLOSED
    if question.kind in kinds.SCALES:
        after = {
            "yes": _("Question %(number)d, why after a high answer"),
            "no": _("Question %(number)d, why after a low answer"),
        }
    else:
        after = {"yes": _("Question %(number)d, why after a yes"), "no": _("Question %(number)d, why after a no")}
    for name, where in after.items():
        yield f"prompt/{name}", PROMPT, where % said, prompt.get(name, {}), False
