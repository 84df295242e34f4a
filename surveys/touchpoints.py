"""Finding the moments of an organisation, and making those that are missing."""

from accounts.models import Organisation
from common.casefolding import search_text
from surveys.models import Touchpoint


def default_of(organisation: Organisation) -> Touchpoint:
    """The organisation's "whole visit", made at the first use."""
    touchpoint, _ = Touchpoint.objects.get_or_create(
        organisation=organisation, is_default=True, defaults={"step": Touchpoint.Step.USE}
    )
    return touchpoint


def named(
    organisation: Organisation,
    names: dict[str, str],
    *,
    step: str = Touchpoint.Step.USE,
    customer_need: dict[str, str] | None = None,
) -> Touchpoint:
    """The organisation's moment of one of these names in that language, made if there is none.

    Upper and lower case and spaces do not matter. No name at all gives the whole visit.
    """
    wanted = {language: search_text(name) for language, name in names.items() if name.strip()}
    if not wanted:
        return default_of(organisation)
    for touchpoint in Touchpoint.objects.for_organisation(organisation).order_by("id"):
        if touchpoint.is_default:
            continue
        if any(search_text(touchpoint.names.get(language)) == name for language, name in wanted.items()):
            return touchpoint
    return Touchpoint.objects.create(
        organisation=organisation,
        names={language: " ".join(name.split()) for language, name in names.items() if name.strip()},
        step=step,
        customer_need=customer_need or {},
    )
