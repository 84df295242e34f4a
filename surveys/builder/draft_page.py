"""The builder's page as one form: the survey's own texts and all its questions, shown and saved together.

Beyond a handful, questions are drawn as forms only where somebody has opened them; what was not on the sender's page
stays as it is.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from surveys import building, touchpoints
from surveys.builder.condition_fields import Numbered
from surveys.builder.draft_fields import DraftPart
from surveys.builder.question_form import QuestionForm
from surveys.builder.texts_form import TextsForm
from surveys.drafts.holding import LostUpdate
from surveys.drafts.merging import GONE
from surveys.models import Question, SurveyVersion
from surveys.texts import in_language

MOST_OPEN = 8  # a survey of this many questions is a page of open forms; of a longer one, this many at once


@dataclass(frozen=True)
class Orphan:
    """Words that were typed for a question somebody else has taken away."""

    key: str
    words: str


@dataclass
class Asked:
    """One question in its place on the page: an open form, or a row that says what it asks."""

    number: int
    question: Question
    text: str
    card: QuestionForm | None = None


class DraftPage:
    """One draft in one language, with what was posted in it. An unknown language means the main one.

    `opened` are the keys, as hex, of the questions to open in a long survey, the last ones first to stay.
    """

    def __init__(
        self,
        draft: SurveyVersion,
        *,
        language: str = "",
        posted: MultiValueDict | None = None,
        expected_revision: int | None = None,
        opened: Iterable[str] = (),
    ):
        self.draft, self.survey = draft, draft.survey
        self.main = self.survey.language
        self.language = language if language in draft.languages else self.main
        self.posted = MultiValueDict() if posted is None else posted
        if expected_revision is None:
            expected_revision = whole(self.posted.get("revision", ""))
        self.expected_revision = expected_revision
        self.conflicts: list[str] = []
        self.texts = TextsForm(draft, language=self.language, main=self.main)
        self._read_questions()
        self._open(list(opened))
        self._bind()

    def _read_questions(self) -> None:
        rows = list(self.draft.questions.select_related("touchpoint").order_by("position", "id"))
        for row in rows:
            row.version, row.organisation = self.draft, self.draft.organisation
        self.everyone = {row.key.hex: Numbered(number, row) for number, row in enumerate(rows, start=1)}
        self.asked = [
            Asked(one.number, one.question, in_language(one.question.texts, self.language, self.main))
            for one in self.everyone.values()
        ]
        organisation = self.draft.organisation
        self.moments = [touchpoints.default_of(organisation), *touchpoints.all_of(organisation)]

    def _open(self, opened: list[str]) -> None:
        self.is_long = len(self.asked) > MOST_OPEN
        sent = {name[2:34] for name in self.posted if name.startswith("q-")}
        wanted = {*sent, *[key for key in opened if key][-MOST_OPEN:]}
        for one in self.asked:
            if not self.is_long or one.question.key.hex in wanted:
                one.card = self.card(one.question)

    def card(self, question: Question) -> QuestionForm:
        return QuestionForm(
            question, language=self.language, main=self.main, everyone=self.everyone, moments=self.moments
        )

    def _bind(self) -> None:
        starts = {name.split("-")[0] if name[:2] != "q-" else name[:34] for name in self.posted}
        for part in self._parts():
            if part.prefix in starts:
                part.bind(self.posted)

    @property
    def cards(self) -> list[QuestionForm]:
        return [one.card for one in self.asked if one.card]

    def _parts(self) -> list[DraftPart]:
        return [self.texts, *self.cards]

    def _bound(self) -> list[DraftPart]:
        return [part for part in self._parts() if part.is_bound]

    def is_valid(self) -> bool:
        # Every part is asked, also after the first that is wrong, so that each shows its own messages.
        wrong = [part for part in self._bound() if not part.is_valid()]
        return not wrong

    @transaction.atomic
    def save(self, *, by: User) -> SurveyVersion:
        """Store everything that was typed, or nothing. Raises LostUpdate and Frozen as `building` does."""
        questions = {card.question.key: card.values() for card in self.cards if card.is_bound}
        for orphan in self.orphans():
            questions[uuid.UUID(orphan.key)] = {"texts": {self.language: orphan.words}}
        texts = self.texts.values() if self.texts.is_bound else {}
        return building.change_draft(
            self.draft, texts=texts, questions=questions, expected_revision=self.expected_revision, by=by
        )

    def controls_in(self, lost: LostUpdate) -> list[str]:
        """The names of the controls whose words somebody else has changed too."""
        parts = {"survey": self.texts} | {card.question.key.hex: card for card in self.cards}
        found = []
        for key, paths in lost.conflicts.items():
            for path in paths:
                found += [f"q-{key}-text"] if path == GONE else parts[key].controls_of(path) if key in parts else []
        return list(dict.fromkeys(found))

    def without(self, controls: Iterable[str], draft: SurveyVersion) -> "DraftPage":
        """The page as the draft is stored now, with what was posted but for these controls."""
        left = set(controls)
        posted = MultiValueDict({name: self.posted.getlist(name) for name in self.posted if name not in left})
        return DraftPage(draft, language=self.language, posted=posted, expected_revision=self.expected_revision)

    def with_only(self, controls: Iterable[str], draft: SurveyVersion, *, opened: Iterable[str] = ()) -> "DraftPage":
        """The page as the draft is stored now, with nothing that was posted but these controls, still undecided."""
        kept = [name for name in controls if name in self.posted]
        posted = MultiValueDict({name: self.posted.getlist(name) for name in kept})
        page = DraftPage(draft, language=self.language, posted=posted, opened=opened)
        page.keep_both(kept)
        return page

    def keep_both(self, controls: list[str]) -> None:
        """After a lost update: what the other person saved stands beside what was typed here."""
        self.conflicts = controls
        for part in self._bound():
            part.keep_both(set(controls))

    def go_on_at(self, control_id: str) -> None:
        """Let the page open with the cursor in this text, if it is one of the page's."""
        for part in self._parts():
            for name, field in part.fields.items():
                if control_id and part[name].id_for_label == control_id:
                    field.widget.attrs["autofocus"] = True

    def orphans(self) -> list[Orphan]:
        """What was typed for questions that are no longer there, except for one the sender takes away too."""
        found = []
        for name, words in self.posted.items():
            key = name.removeprefix("q-").removesuffix("-text")
            if name == f"q-{key}-text" and key not in self.everyone and words.strip() and _is_key(key):
                found.append(Orphan(key, " ".join(words.split())))
        leaving = self.posted.get("do", "").removeprefix("remove:")
        return [orphan for orphan in found if orphan.key != leaving]

    def errors(self) -> list[tuple[str, str, str]]:
        """What stops the page from being saved: control's id, its label, the reason."""
        return [
            (part[name].id_for_label or part[name].auto_id, part[name].label, reason)
            for part in self._bound()
            for name, reasons in part.errors.items()
            for reason in reasons
        ]


def whole(typed: str) -> int:
    """The number that was posted; 0, which is nobody's revision, for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _is_key(key: str) -> bool:
    try:
        return uuid.UUID(key).hex == key
    except ValueError:
        return False
