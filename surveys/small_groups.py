"""How few people a figure of answers may be about, where customers read that nobody sees who they are.

Beside a page that names whom a mailing went to, "1 asked, 1 answered" says who it was.
"""

from surveys.models import Survey

FEWEST = 5  # people; the smallest number of answers anything is told of


def outbox_answers(survey: Survey) -> bool:
    """Whether those whose mails lie in the outbox can answer: where their links may be followed on the screen."""
    return survey.organisation.is_demo or survey.anonymity == Survey.Anonymity.NAMED


def fewest(survey: Survey) -> int:
    """How many must have been able to answer before it is told how many did; 0 where readers may see who did."""
    return 0 if survey.anonymity == Survey.Anonymity.NAMED else FEWEST
