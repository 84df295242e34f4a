"""What is known of a customer and may stand in a survey's texts."""

from accounts.models import Unit
from invitations.models import Customer
from surveys import inserting
from surveys.models import Survey

SAMPLE_NAME = "Kim"  # of the customer whom a preview or a test mail speaks to


def words_about(survey: Survey, customer: Customer | None, unit: Unit) -> dict[str, str]:
    """The customer's first name and place, by the names of `surveys.inserting`.

    Nothing where nobody is known, and nothing where the survey is anonymous: a name on it would belie the promise.
    """
    if customer is None or survey.anonymity == Survey.Anonymity.ANONYMOUS:
        return {}
    return {inserting.FIRST_NAME: first_name(customer.name), inserting.UNIT: unit.name}


def words_about_a_sample(survey: Survey) -> dict[str, str]:
    """The same for nobody in particular, to see what it will look like."""
    return words_about(survey, Customer(name=SAMPLE_NAME), survey.unit)


def first_name(name: str) -> str:
    """ "Carl" of "Carl Berg" and of "Berg, Carl"; empty where no name is known."""
    last, comma, first = name.partition(",")
    return next(iter((first if comma else last).split()), "")
