"""Choosing a list of customers, saying what its columns are, mending the lines that could not be read."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms.people import UnitChoice
from accounts.models import Membership, Unit
from common import languages, list_headings
from common.casefolding import search_text
from common.list_headings import EMAIL, KEEP, LANGUAGE, LEAVE, NAME, UNIT, USE
from common.reading_csv import Column
from invitations.customers import attributes
from invitations.forms.units import units_of

ROLE_WORDS = {
    EMAIL: _("E-mail"),
    NAME: _("Name"),
    LANGUAGE: _("Language"),
    UNIT: _("Unit"),
    USE: _("Time of the visit"),
}


class ImportForm(forms.Form):
    use_required_attribute = False

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
        label=_("Or choose a file"),
        help_text=_("A list from your booking system, as .xlsx or CSV."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        required=False,
        allow_empty_file=True,
    )
    unit = UnitChoice(
        label=_("Unit, where a line says none"), queryset=Unit.objects.none(), required=True, empty_label=None
    )
    language = forms.ChoiceField(label=_("Language, where a line says none"), choices=languages.CHOICES)
    file_name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    days_from = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4)  # of a sheet: sheet_days

    def __init__(self, *args, membership: Membership, **kwargs):
        units = units_of(membership)
        initial = {"unit": units.first(), "language": membership.organisation.language}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["unit"].queryset = units

    def clean(self):
        chosen = super().clean()
        if not chosen.get("lines", "").strip() and not chosen.get("file") and "lines" not in self.errors:
            self.add_error("lines", _("Paste at least one address, or choose a file."))
        if chosen.get("file"):
            chosen["file_name"] = chosen["file"].name
        return chosen


class CarriedForm(ImportForm):
    """The list that is looked at, carried along unseen, so that nothing has to be stored for it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lines"].widget = forms.HiddenInput()
        del self.fields["file"]


class MendingForm(ImportForm):
    """The lines that could not be read, to be corrected; sent to the same page as the others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = self.fields["lines"]
        lines.label, lines.help_text, lines.required = _("The lines as they came"), "", True


class ColumnsForm(forms.Form):
    """What each column of a list is. `roles` holds what was chosen, or what the columns seem to be."""

    use_required_attribute = False

    def __init__(self, data=None, *, columns: Sequence[Column]):
        """`data` counts only where it says something about columns."""
        is_told = data is not None and any(f"column_{place}" in data for place in range(len(columns)))
        super().__init__(data if is_told else None)
        self.columns = columns
        for place, column in enumerate(columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading_of(column, place),
                choices=_choices(column),
                initial=column.role or LEAVE,
                required=False,
            )

    @property
    def roles(self) -> list[str]:
        if not self.is_bound:
            return [column.role or LEAVE for column in self.columns]
        return [self.cleaned_data.get(f"column_{place}") or LEAVE for place in range(len(self.columns))]

    def rows(self) -> list[tuple]:
        """Each column with its field, for the page."""
        return [(column, self[f"column_{place}"]) for place, column in enumerate(self.columns)]

    def clean(self) -> dict:
        chosen = super().clean()
        roles = self.roles
        if EMAIL not in roles:
            raise ValidationError(_("Say which column holds the e-mail addresses."))
        for role in (EMAIL, LANGUAGE, UNIT, USE):
            if roles.count(role) > 1:
                words = _("Two columns are “%(role)s”. Choose one of them.")
                raise ValidationError(words, params={"role": ROLE_WORDS[role]})
        self._check_kept([place for place, role in enumerate(roles) if role == KEEP])
        return chosen

    def _check_kept(self, places: Sequence[int]) -> None:
        if len(places) > attributes.MOST:
            words = ngettext(
                "At most %(count)d column can be kept. Leave out those you will not use.",
                "At most %(count)d columns can be kept. Leave out those you will not use.",
                attributes.MOST,
            )
            raise ValidationError(words, params={"count": attributes.MOST})
        names = [search_text(attributes.name_of(heading_of(self.columns[place], place))) for place in places]
        if len(set(names)) < len(names):
            raise ValidationError(_("Two columns would be kept under one name. Leave one of them out."))


def heading_of(column: Column, place: int) -> str:
    return column.heading or _("Column %(number)d") % {"number": place + 1}


def _choices(column: Column) -> list[tuple[str, str]]:
    """Only a column with a heading can be kept: what is kept needs a name."""
    kept = [(KEEP, _("Keep as “%(heading)s”") % {"heading": attributes.name_of(column.heading)})]
    known = [(role, ROLE_WORDS[role]) for role in list_headings.HEADINGS]
    return [*known, *(kept if column.heading else []), (LEAVE, _("Leave out"))]
