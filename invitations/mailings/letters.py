"""The letter: what a mailing or a standing send says in its mails, and who signs it."""

from dataclasses import dataclass, field, fields

from invitations.models.letter import LetterFields
from surveys.models import Survey


@dataclass(frozen=True)
class Letter:
    from_name: str
    reply_to_name: str
    reply_to_email: str
    texts: dict = field(default_factory=dict)  # {language: {"subject", "message"}}; the rest is said in our words
    answers_in_mail: bool = True
    not_before_days: int = 0
    reminder_after_days: int = 5

    @classmethod
    def of(cls, row: LetterFields) -> "Letter":
        """The letter of a mailing or of a standing send."""
        return cls(**{column.name: getattr(row, column.name) for column in fields(cls)})

    def columns(self) -> dict:
        """The same by the names of the columns, for storing it."""
        return {column.name: getattr(self, column.name) for column in fields(self)}


def default_for(survey: Survey) -> Letter:
    """What a mail about this survey says as long as nobody has written anything else."""
    organisation = survey.organisation
    return Letter(
        from_name=organisation.sender_name or organisation.name,
        reply_to_name=survey.contact_name,
        reply_to_email=survey.contact_email,
        reminder_after_days=organisation.reminder_after_days,
    )
