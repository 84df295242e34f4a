"""What the pressed button of the builder's page asks for, once everything typed is saved.

Every button of the page sends the one form, so that a press never loses words that were just written.
"""

import uuid
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import User
from surveys import banking, building, coaching, offering, question_kinds
from surveys.builder.draft_page import whole
from surveys.drafts import undoing
from surveys.models import Question, SurveyVersion, Touchpoint

UNDO_REMOVAL = "undo-removal"  # the button that brings a question back that was removed just now
KINDS = {kind for kind, _name in question_kinds.CHOICES}


@dataclass(frozen=True)
class Outcome:
    """Where to go on: a control's id. What to say of it, and whether it may be taken back right there.

    `change` is the number of the change that is taken back then, whatever was changed after it.
    """

    at: str = ""
    words: str = ""
    may_be_undone: bool = False
    change: int = 0
    is_news: bool = False  # nothing else on the page shows that it is done


@dataclass(frozen=True)
class Wish:
    """`verb` is what the button's value begins with: save, publish, preview, language, open, close, keep, take and
    next-draft are the page's own; the others are carried out here.
    """

    verb: str = "save"
    about: str = ""  # a language, a kind, a control's name or a question's key
    option: str = ""

    @classmethod
    def read(cls, posted) -> "Wish":
        """From the button's value, "remove-option:<key>:<option>"; what cannot be read is a plain save."""
        verb, _colon, rest = posted.get("do", "").partition(":")
        about, _colon, option = rest.partition(":")
        return cls(verb or "save", about[:80], option[:40])

    def carry_out(
        self, draft: SurveyVersion, *, posted, language: str, by: User, moment: Touchpoint | None = None
    ) -> Outcome:
        """Do it. Nothing happens to a question that is gone.

        `new_key`, posted, is the key a new question or answer gets, so that the same press twice adds one; `moment` is
        what a new question is about. Raises ValidationError where there are too many already or a reason is missing,
        CannotUndo as `undoing` does.
        """
        new_key = _uuid(posted.get("new_key", ""))
        if self.verb == "add" and self.about in KINDS:
            values = {"touchpoint": moment} if moment else {}
            question = building.add_question(draft, kind=self.about, by=by, key=new_key, **values)
            return Outcome(f"id_q-{question.key.hex}-text")
        if self.verb in {"undo", "redo"}:
            return self._turn(draft, by=by)
        question = self._question(draft)
        if question is None:
            return Outcome()
        if self.verb in {"split", "example", "keep-anyway", "advise-again"}:
            outcome = self._heed(question, posted=posted, language=language, new_key=new_key, by=by)
        else:
            outcome = self._with(question, new_key=new_key, by=by)
        return replace(outcome, change=undoing.latest(draft, by=by)) if outcome.may_be_undone else outcome

    def _heed(self, question: Question, *, posted, language: str, new_key: uuid.UUID | None, by: User) -> Outcome:
        """One press on a note of the coach."""
        at = f"id_q-{question.key.hex}-text"
        match self.verb:
            case "split":
                new = coaching.split_in_two(question, language=language, key=new_key, by=by)
                if new:
                    return Outcome(f"id_q-{new.key.hex}-text", _("Split in two."), may_be_undone=True)
            case "example":
                if coaching.use_example(question, language=language, rule=self.option, by=by):
                    return Outcome(at, _("The example stands there now. Make it yours."), may_be_undone=True)
            case "keep-anyway":
                reason = posted.get(coaching.reason_field(question.key.hex, self.option), "")
                if coaching.keep(question, language=language, rule=self.option, reason=reason, by=by):
                    return Outcome(at, _("Kept as it is."))
            case "advise-again":
                coaching.take_back(question, language=language, rule=self.option, by=by)
        return Outcome(at)

    def _turn(self, draft: SurveyVersion, *, by: User) -> Outcome:
        is_undo = self.verb == "undo"
        number = whole(self.about) or None
        change = undoing.undo(draft, by=by, number=number) if is_undo else undoing.redo(draft, by=by)
        if change is None:
            nothing = _("There is nothing more to undo.") if is_undo else _("There is nothing to redo.")
            return Outcome(self.verb, nothing)
        words = _("Undone: %(what)s.") if is_undo else _("Redone: %(what)s.")
        return Outcome(self.verb, words % {"what": undoing.what(change)})

    def _question(self, draft: SurveyVersion) -> Question | None:
        key = _uuid(self.about)
        return draft.questions.select_related("version").filter(key=key).first() if key else None

    def _with(self, question: Question, *, new_key: uuid.UUID | None, by: User) -> Outcome:
        name = f"q-{question.key.hex}"
        place = question.version.questions.filter(position__lt=question.position).count()
        match self.verb:
            case "remove":
                building.remove_question(question, by=by)
                words = _("Question %(number)d is removed.") % {"number": place + 1}
                return Outcome(UNDO_REMOVAL, words, may_be_undone=True)
            case "duplicate":
                copy = building.duplicate_question(question, by=by, key=new_key)
                return Outcome(f"id_q-{copy.key.hex}-text", _("Duplicated.")) if copy else Outcome()
            case "up" | "down":
                to = place + (1 if self.verb == "down" else -1)
                building.move_question(question, to=to, by=by)
                return Outcome(f"{name}-{self.verb}", _("Moved to place %(place)d.") % {"place": max(to, 0) + 1})
            case "to-bank":
                banking.keep(question, by=by)
                return Outcome(f"{name}-ways", _("Kept in the question bank."), is_news=True)
            case "add-option":
                key = offering.add_option(question, by=by, key=new_key.hex[:8] if new_key else None)
                return Outcome(f"id_{name}-option-{key}")
            case "remove-option":
                offering.remove_option(question, key=self.option, by=by)
                return Outcome(f"{name}-add-option", _("Answer removed."), may_be_undone=True)
        return Outcome()


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
