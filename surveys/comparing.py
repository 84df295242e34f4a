"""What a draft changes of the published version: question by question, in words that can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from surveys import question_kinds, saying_conditions
from surveys.drafts.merging import moved
from surveys.models import Question, SurveyVersion
from surveys.readiness.repeating import likeness, telling_words
from surveys.readiness.texts import END_NAMES, PROMPT_NAMES

SAME, PUT_IN, TAKEN_OUT = "same", "put_in", "taken_out"
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
PROMPT = "prompt"
FEW_WORDS_SHARED = 0.3  # of the telling words of both wordings
SAME_LETTERS = 0.8  # a word that is put right or bent otherwise is no other question
MOST_COMPARED = 300  # characters, as many as the builder takes
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    kind: str  # SAME, PUT_IN or TAKEN_OUT
    text: str


@dataclass(frozen=True)
class TextChange:
    """One text in one language."""

    place: str  # "text", "prompt yes", "option 3fa9"
    name: str  # lazily translated: "the question", "answer 2"
    language: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return list(pieces(self.before, self.after))


@dataclass(frozen=True)
class FactChange:
    """Anything else about a question, in the reader's words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class QuestionChange:
    question: Question  # as it is in the draft; as it was, where it is removed
    what: str  # ADDED, REMOVED or CHANGED
    number: int  # its place in the draft, or the place it had
    is_moved: bool = False
    texts: tuple[TextChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    is_asked_otherwise: bool = False  # so that one may wonder whether it is the same question
    why_new: str = ""  # why it should rather count as a new question


@dataclass(frozen=True)
class Difference:
    new_languages: tuple[str, ...]
    lost_languages: tuple[str, ...]
    texts: tuple[TextChange, ...]  # of the survey itself
    questions: tuple[QuestionChange, ...]  # in the draft's order, then those that are removed

    def __bool__(self) -> bool:
        return bool(self.new_languages or self.lost_languages or self.texts or self.questions)

    @property
    def asked_otherwise(self) -> list[QuestionChange]:
        return [change for change in self.questions if change.is_asked_otherwise]


def difference(draft: SurveyVersion, published: SurveyVersion, *, language: str) -> Difference:
    """What publishing the draft would change; facts are said in `language`. Two queries, however long the survey.

    Texts are compared in the languages that both promise: nobody has met the others.
    """
    promised = [code for code in draft.languages if code in published.languages]
    sides = _Sides(_questions(published), _questions(draft), promised, language)
    return Difference(
        new_languages=tuple(code for code in draft.languages if code not in promised),
        lost_languages=tuple(code for code in published.languages if code not in promised),
        texts=tuple(_texts(_own_texts(published), _own_texts(draft), promised)),
        questions=tuple(sides.changes()),
    )


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Both texts as one, word by word: what stays, what is taken out, what is put in."""
    old, new = [list(_WORD.finditer(text)) for text in (before, after)]
    # Long texts of few words are compared roughly (autojunk), so that ten thousand characters take no second.
    matcher = SequenceMatcher(None, [one[0] for one in old], [one[0] for one in new])
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag in {"replace", "delete"}:
            yield Piece(TAKEN_OUT, _between(before, old, i, j))
        if tag in {"replace", "insert"}:
            yield Piece(PUT_IN, _between(after, new, k, m))
        if tag == "equal":
            same = _between(after, new, k, m)
            # The space before words taken out is in the old text alone.
            yield Piece(SAME, same if _between(before, old, i, j)[-1:].strip() else f"{same.rstrip()} ")


def _between(text: str, words: list[re.Match], first: int, last: int) -> str:
    """The text from one word up to another, with the space behind the last."""
    end = words[last].start() if last < len(words) else len(text)
    return text[words[first].start() : end]


@dataclass(frozen=True)
class _Sides:
    """The questions of the published version and of the draft, each in their order."""

    before: list[Question]
    after: list[Question]
    promised: list[str]
    language: str  # the reader's

    def changes(self) -> Iterator[QuestionChange]:
        old, kept = {question.key: question for question in self.before}, {question.key for question in self.after}
        keys_moved = moved([question.key for question in self.before], [question.key for question in self.after])
        for number, question in enumerate(self.after, start=1):
            if question.key not in old:
                yield QuestionChange(question, ADDED, number)
            elif change := self._changed(old[question.key], question, number, question.key in keys_moved):
                yield change
        for number, question in enumerate(self.before, start=1):
            if question.key not in kept:
                yield QuestionChange(question, REMOVED, number)

    def _changed(self, was: Question, now: Question, number: int, is_moved: bool) -> QuestionChange | None:
        texts = tuple(_texts(_texts_of(was), _texts_of(now), self.promised))
        facts = tuple(self._facts(was, now))
        if not (texts or facts or is_moved):
            return None
        why_new = _why_new(was, now, self.promised)
        reworded = any(one.before and one.after and not one.place.startswith(PROMPT) for one in texts)
        otherwise = bool(why_new or reworded or _option_keys(was) != _option_keys(now))
        return QuestionChange(now, CHANGED, number, is_moved, texts, facts, otherwise, why_new)

    def _facts(self, was: Question, now: Question) -> Iterator[FactChange]:
        told = [
            (_("How it is answered"), was.get_kind_display(), now.get_kind_display()),
            (_("Moment"), was.touchpoint.name, now.touchpoint.name),
            (_("May it be skipped?"), _skipped(was), _skipped(now)),
            (_("What a yes means"), _meaning(was), _meaning(now)),
        ]
        if was.show_if != now.show_if:
            conditions = [
                saying_conditions.in_words(question, among, language=self.language) or _("Always asked.")
                for question, among in ((was, self.before), (now, self.after))
            ]
            told.append((_("When it is asked"), *conditions))
        yield from (FactChange(name, old, new) for name, old, new in told if str(old) != str(new))


def _why_new(was: Question, now: Question, promised: list[str]) -> str:
    if was.kind != now.kind:
        return _("It is answered in another way than before, so the answers cannot be compared.")
    if _option_keys(was) - _option_keys(now):
        return _("Answers that customers chose before are gone, so the answers cannot be compared.")
    # The first language is the main one, which the others are translated from.
    if promised and _asks_something_else(was.texts, now.texts, promised[0]):
        return _("It shares hardly a word with the earlier question, so it seems to ask about something else.")
    return ""


def _asks_something_else(before: dict, after: dict, language: str) -> bool:
    """Whether a rewording looks like another question. Of words that any question may have nothing can be told."""
    was, now = [(texts.get(language) or "").strip()[:MOST_COMPARED] for texts in (before, after)]
    old, new = telling_words(was, language), telling_words(now, language)
    if not (old and new) or likeness(old, new) >= FEW_WORDS_SHARED:
        return False
    return SequenceMatcher(None, was.casefold(), now.casefold()).ratio() < SAME_LETTERS


def _option_keys(question: Question) -> set[str]:
    return {option["key"] for option in question.options}


def _texts(before: dict, after: dict, promised: list[str]) -> Iterator[TextChange]:
    """Those of two sets of texts, {place: (name, {language: text})}, that differ."""
    for place in before | after:
        name = (after.get(place) or before[place])[0]
        was, now = [texts[place][1] if place in texts else {} for texts in (before, after)]
        for language in promised:
            old, new = [(texts.get(language) or "").strip() for texts in (was, now)]
            if old != new:
                yield TextChange(place, name, language, old, new)


def _own_texts(version: SurveyVersion) -> dict:
    return {
        "title": (_("the heading"), version.title),
        "intro": (_("why you ask"), version.intro),
        "thanks": (_("the thanks"), version.thanks),
    }


def _texts_of(question: Question) -> dict:
    options = {
        f"option {option['key']}": (format_lazy(_("answer {number}"), number=number), option["texts"])
        for number, option in enumerate(question.options, start=1)
    }
    return {
        "text": (_("the question"), question.texts),
        **{f"{PROMPT} {mood}": (name, question.prompt.get(mood) or {}) for mood, name in PROMPT_NAMES.items()},
        **{end: (name, question.ends.get(end) or {}) for end, name in END_NAMES.items()},
        **options,
    }


def _skipped(question: Question) -> str:
    return _("No") if question.required else _("Yes")


def _meaning(question: Question) -> str:
    if question.kind != question_kinds.YES_NO:
        return ""
    return _("bad news") if question.reversed else _("good news")


def _questions(version: SurveyVersion) -> list[Question]:
    return list(version.questions.select_related("touchpoint").order_by("position", "id"))
