"""What a manager fills in: searching customers, importing them, choosing whom to invite, choosing a link's unit."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoice
from accounts.models import Membership, Unit
from common import languages

ANY = [("", _("All"))]


def units_of(membership: Membership):
    return membership.visible_units().in_tree_order()


class CustomerFilter(forms.Form):
    q = forms.CharField(label=_("Address or name"), required=False, max_length=200)
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))
    language = forms.ChoiceField(label=_("Language"), choices=ANY + languages.CHOICES, required=False)

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(membership)

    def narrow(self, customers):
        """Only the customers the filter asks for; a word it does not understand narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        customers = customers.matching(chosen.get("q") or "")
        if unit := chosen.get("unit"):
            customers = customers.filter(unit__in=Unit.objects.below(unit))
        if language := chosen.get("language"):
            customers = customers.filter(language=language)
        return customers


class ImportForm(forms.Form):
    lines = forms.CharField(
        label=_("Paste addresses, one a line"),
        help_text=_(
            "Only addresses, or names too: Carl &lt;carl@guest.example&gt;. A table copied from a sheet works."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("Or choose a CSV file"),
        help_text=_("With columns for e-mail and, if you like, name, language and unit."),
        required=False,
        allow_empty_file=True,
    )
    unit = UnitChoice(
        label=_("Unit, where a line says none"), queryset=Unit.objects.none(), required=True, empty_label=None
    )
    language = forms.ChoiceField(label=_("Language, where a line says none"), choices=languages.CHOICES)

    def __init__(self, *args, membership: Membership, **kwargs):
        units = units_of(membership)
        initial = {"unit": units.first(), "language": membership.organisation.language}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["unit"].queryset = units

    def clean(self):
        chosen = super().clean()
        if not chosen.get("lines", "").strip() and not chosen.get("file"):
            self.add_error("lines", _("Paste at least one address, or choose a file."))
        return chosen


class MendingForm(ImportForm):
    """The lines that could not be read, to be corrected; sent to the same page as the others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = self.fields["lines"]
        lines.label, lines.help_text, lines.required = _("The lines as they came"), "", True


class MailingForm(forms.Form):
    ADDRESSES, ALL, UNIT, LANGUAGE = "addresses", "all", "unit", "language"

    whom = forms.ChoiceField(
        label=_("Who is asked?"),
        choices=[
            (ADDRESSES, _("The addresses I write here")),
            (UNIT, _("The customers of one unit")),
            (LANGUAGE, _("The customers with one language")),
            (ALL, _("All customers")),
        ],
        widget=forms.RadioSelect,
        initial=ADDRESSES,
    )
    addresses = forms.CharField(
        label=_("Addresses, one a line"),
        help_text=_("Try it on yourself first: your own address already stands here."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
        strip=False,
    )
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=languages.CHOICES)
    from_name = forms.CharField(
        label=_("Name of the sender"),
        help_text=_("What stands in the From line of the mail."),
        max_length=120,
    )
    form_number = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, survey, membership: Membership, **kwargs):
        initial = {
            "addresses": membership.user.email,
            "unit": survey.unit_id,
            "language": survey.language,
            "from_name": survey.organisation.name,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["unit"].queryset = units_of(membership)
        if self.is_bound:
            chosen = self.data.get("whom")
            for name in (self.ADDRESSES, self.UNIT, self.LANGUAGE):  # a choice is also the name of its field
                self.fields[name].required = name == chosen


class PublicLinkForm(forms.Form):
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(membership)
