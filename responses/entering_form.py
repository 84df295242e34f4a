"""How an answer came in, and where: what colleagues choose before they type it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoice
from accounts.models import Membership, Unit
from invitations.ways_in import kinds
from responses import entering
from surveys.models import Survey


class EnteringForm(forms.Form):
    way = forms.ChoiceField(
        label=_("How did it come?"),
        widget=forms.RadioSelect,
        choices=[(kind, kinds.LABELS[kind]) for kind in kinds.ENTERED],
    )
    unit = UnitChoice(label=_("Where?"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args, survey: Survey, membership: Membership, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = entering.units_for(survey, membership)
