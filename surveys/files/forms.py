"""Choosing a file: a translator's spreadsheet, a survey."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoice
from accounts.models import Membership


class SpreadsheetForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("An Excel workbook (.xlsx) downloaded from here, at most 5 MB."),
        allow_empty_file=True,  # said in words of ours
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class SurveyFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A survey that was saved as a file (.json), at most 5 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    unit = UnitChoice(label=_("Unit"), queryset=None, empty_label=None)

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        units = membership.visible_units().in_tree_order()
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = units.first()
