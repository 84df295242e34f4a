"""The default moment of an organisation."""

from accounts.models import Organisation
from surveys.models import Touchpoint


def default_of(organisation: Organisation) -> Touchpoint:
    """The organisation's "whole visit", made at the first use."""
    touchpoint, _ = Touchpoint.objects.get_or_create(
        organisation=organisation, is_default=True, defaults={"step": Touchpoint.Step.USE}
    )
    return touchpoint
