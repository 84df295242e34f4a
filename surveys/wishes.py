"""What the pressed button of the builder's page asks for, once everything typed is saved.

Every button of the page sends the one form, so that a press never loses words that were just written.
"""

import uuid
from dataclasses import dataclass

from accounts.models import User
from surveys import building, offering, question_kinds
from surveys.models import Question, SurveyVersion

KINDS = {kind for kind, _name in question_kinds.CHOICES}


@dataclass(frozen=True)
class Wish:
    verb: str = "save"  # save, publish, next-draft, language, add, remove, up, down, add-option, remove-option
    about: str = ""  # a language, a kind, or a question's key
    option: str = ""

    @classmethod
    def read(cls, posted) -> "Wish":
        """From the button's value, "remove-option:<key>:<option>"; what cannot be read is a plain save."""
        verb, _, rest = posted.get("do", "").partition(":")
        about, _, option = rest.partition(":")
        return cls(verb or "save", about[:40], option[:40])

    def carry_out(self, draft: SurveyVersion, *, new_key: str, by: User) -> str:
        """Do it and return the id of the control to go on with; nothing for a question that is gone.

        `new_key` is the key a new question or answer gets, so that the same press twice adds one.
        Raises ValidationError where there are too many already.
        """
        if self.verb == "add" and self.about in KINDS:
            question = building.add_question(draft, kind=self.about, by=by, key=_uuid(new_key))
            return f"id_q-{question.key.hex}-text"
        question = self._question(draft)
        return self._with(question, new_key=new_key, by=by) if question else ""

    def _question(self, draft: SurveyVersion) -> Question | None:
        key = _uuid(self.about)
        return draft.questions.select_related("version").filter(key=key).first() if key else None

    def _with(self, question: Question, *, new_key: str, by: User) -> str:
        name = f"q-{question.key.hex}"
        match self.verb:
            case "remove":
                building.remove_question(question, by=by)
                return "add-question"
            case "up" | "down":
                place = question.version.questions.filter(position__lt=question.position).count()
                building.move_question(question, to=place + (1 if self.verb == "down" else -1), by=by)
                return f"{name}-{self.verb}"
            case "add-option":
                number = _uuid(new_key)
                key = offering.add_option(question, by=by, key=number.hex[:8] if number else None)
                return f"id_{name}-option-{key}"
            case "remove-option":
                offering.remove_option(question, key=self.option, by=by)
                return f"{name}-add-option"
        return ""


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
