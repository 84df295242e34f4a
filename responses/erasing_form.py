"""Asked once before a customer is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ErasingForm(forms.Form):
    ask_no_more = forms.BooleanField(
        label=_("And never ask this address again"),
        help_text=_("Otherwise the next list that names it makes a new customer."),
        initial=True,
        required=False,
    )
