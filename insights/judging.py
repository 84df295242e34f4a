"""The forms a person judges an incident with: one press, or all of it at once where the guess is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from common.templatetags.enmil import SEVERITY_WORDS
from insights import categories
from insights.coding import Reading
from insights.models import Incident
from insights.models.incident import MIXED, NEGATIVE, POSITIVE

POLARITY_WORDS = {NEGATIVE: _("Bad"), MIXED: _("Both"), POSITIVE: _("Good")}
RIGHT, NOT_AN_INCIDENT = "right", "not_incident"
MISSING = {
    "category": _("Say what it is about."),
    "polarity": _("Say whether it was good or bad."),
    "severity": _("Say how much it meant."),
}
SEVERITY_NEEDED = _("Needed here too, unless it was good: two readings are compared in all they say.")
SEVERITY_ASKED = _("How much did it mean? One more press.")
KEYS = {"category": "123456789qwerty", "severity": "asdfg", "polarity": "zxc"}


@dataclass(frozen=True)
class Choice:
    """One button, with the key that presses it."""

    value: str
    words: str
    key: str
    is_chosen: bool


def choices_for(incident: Incident, *, hide_guess: bool = False, given: Mapping[str, str] | None = None) -> list[dict]:
    """The buttons in their groups. What it is taken for is chosen; where that is hidden, what was `given` before.

    How much it meant is asked first where it is all that is lacking.
    """
    given = given or {}
    is_asked = incident.lacks_severity and not hide_guess
    meant = SEVERITY_ASKED if is_asked else _("How much did it mean?")
    groups = [
        ("category", _("What is it about?"), categories.choices(), incident.category),
        ("polarity", _("Was it good or bad?"), POLARITY_WORDS.items(), incident.polarity),
        ("severity", meant, SEVERITY_WORDS.items(), incident.severity),
    ]
    if is_asked:
        groups.insert(0, groups.pop())
    return [
        {
            "name": name,
            "legend": legend,
            "note": SEVERITY_NEEDED if hide_guess and name == "severity" else "",
            "choices": [
                Choice(str(value), words, key, is_chosen=str(value) == (given.get(name) if hide_guess else str(now)))
                for (value, words), key in zip(options, KEYS[name], strict=True)
            ],
        }
        for name, legend, options, now in groups
        if hide_guess or name != "severity" or incident.polarity != POSITIVE
    ]


class JudgementForm(forms.Form):
    """What it is about and how much it meant, chosen by taps."""

    category = forms.ChoiceField(label=_("What is it about?"))
    severity = forms.TypedChoiceField(
        label=_("How much did it mean?"),
        choices=list(SEVERITY_WORDS.items()),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    polarity = forms.ChoiceField(
        label=_("Was it good or bad?"), choices=list(POLARITY_WORDS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        nothing_yet = [] if self.initial.get("category") else [("", _("Choose one"))]
        self.fields["category"].choices = [*nothing_yet, *categories.choices()]


class PressForm(JudgementForm):
    """One press: that's right, not an incident, or one value that was wrong."""

    decision = forms.ChoiceField(choices=[(RIGHT, RIGHT), (NOT_AN_INCIDENT, NOT_AN_INCIDENT)], required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].required = self.fields["polarity"].required = False

    def clean(self) -> dict:
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Choose one of the values shown."))
        return self.cleaned_data

    @property
    def reading(self) -> Reading | None:
        """Given whole; None where it is the guess with `changes`."""
        return Reading(is_incident=False) if self.cleaned_data["decision"] == NOT_AN_INCIDENT else None

    @property
    def changes(self) -> dict:
        return {name: self.cleaned_data[name] or None for name in KEYS}


class BlindForm(PressForm):
    """All of it, from who has not seen the guess; or that it is not an incident. Says of each group what is missing."""

    changes: dict = {}
    field_order = ("category", "polarity", "severity", "decision")  # as they stand on the page

    def clean(self) -> dict:
        values = self.cleaned_data
        if self.errors or values["decision"] == NOT_AN_INCIDENT:
            return values
        for name in self._missing(values):
            self.add_error(name, MISSING[name])
        return values

    @staticmethod
    def _missing(values: dict) -> list[str]:
        """In the order of the page. Praise has no severity; before good or bad is said, only that is asked for."""
        missing = [name for name in ("category", "polarity") if not values[name]]
        return [*missing, *(["severity"] if values["polarity"] in (NEGATIVE, MIXED) and not values["severity"] else [])]

    @property
    def reading(self) -> Reading:
        given = self.cleaned_data
        if given["decision"] == NOT_AN_INCIDENT:
            return Reading(is_incident=False)
        return Reading.of(given["category"], given["polarity"], given["severity"])
