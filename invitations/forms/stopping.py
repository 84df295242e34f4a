"""The form by which a colleague holds questions back from one customer."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import clock
from invitations.models import Customer, Suppression


class HoldingForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            (Suppression.Reason.DEATH, _("Somebody has died")),
            (Suppression.Reason.OPEN_COMPLAINT, _("A complaint is open")),
            (Suppression.Reason.OTHER, _("Another reason")),
        ],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Until and with"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty to hold back until a colleague says otherwise."),
    )

    def __init__(self, *args, customer: Customer, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.customer = customer

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate(clock.now(), self.customer.organisation.zone):
            raise forms.ValidationError(_("This day is over. Choose a later one, or leave it empty."))
        return until
