"""Searching customers, adding and changing one."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoice
from accounts.models import Membership, Unit
from common import clock, languages
from common.reading_csv import looks_like_email
from invitations.customers import address_words, attributes, finding, visit_times
from invitations.forms.units import units_of
from invitations.models import Customer

ANY = [("", _("All"))]
ASKED, NOT_ASKED, STOPPED = "asked", "not_asked", "stopped"
STANDING = [
    *ANY,
    (ASKED, _("Asked in the last 90 days")),
    (NOT_ASKED, _("Not asked in the last 90 days")),
    (STOPPED, _("Nothing is sent to them")),
]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CustomerFilter(forms.Form):
    q = forms.CharField(label=_("Address or name"), required=False, max_length=200)
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))
    language = forms.ChoiceField(label=_("Language"), choices=ANY + languages.CHOICES, required=False)
    standing = forms.ChoiceField(label=_("Questions to them"), choices=STANDING, required=False)
    visit_from = forms.DateField(label=_("Visits from"), widget=day_input(), required=False)
    visit_until = forms.DateField(label=_("Visits until"), widget=day_input(), required=False)

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(membership)
        self.zone = membership.organisation.zone

    def narrow(self, customers):
        """Only the customers the filter asks for; a word it does not understand narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        customers = customers.matching(chosen.get("q") or "")
        if unit := chosen.get("unit"):
            customers = customers.filter(unit__in=Unit.objects.below(unit))
        if language := chosen.get("language"):
            customers = customers.filter(language=language)
        if first := chosen.get("visit_from"):
            customers = customers.filter(use_happened_at__gte=datetime.combine(first, time(), self.zone))
        if last := chosen.get("visit_until"):
            customers = customers.filter(
                use_happened_at__lt=datetime.combine(last, time(), self.zone) + timedelta(days=1)
            )
        if self.chosen_standing in (ASKED, NOT_ASKED):
            customers = finding.asked(customers, lately=self.chosen_standing == ASKED)
        return customers

    @property
    def chosen_standing(self) -> str:
        return self.cleaned_data.get("standing") or ""

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    @property
    def uses_more(self) -> bool:
        """Whether something is chosen that stands folded away."""
        return any(self.data.get(name) for name in ("language", "standing", "visit_from", "visit_until"))


class CustomerForm(forms.Form):
    use_required_attribute = False

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=languages.CHOICES)
    visit_day = forms.DateField(label=_("Day of the visit"), widget=day_input(), required=False)
    visit_time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        required=False,
    )
    kept = forms.CharField(
        label=_("What else you keep"),
        help_text=_("One thing a line, for example “Room type: Suite”. Only what you will use."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args, membership: Membership, customer: Customer | None = None, **kwargs):
        units = units_of(membership)
        self.organisation = membership.organisation
        initial = _of(customer) if customer else {"unit": units.first(), "language": self.organisation.language}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["unit"].queryset = units

    def clean_email(self) -> str:
        address = self.cleaned_data["email"].strip()
        if not looks_like_email(address):
            raise ValidationError(
                address_words.of_letters(address) or _("This is not quite an e-mail address, like name@place.example.")
            )
        return address

    def clean_kept(self) -> dict[str, str]:
        kept: dict[str, str] = {}
        for line in filter(str.strip, self.cleaned_data["kept"].splitlines()):
            name, colon, value = line.partition(":")
            if not (colon and name.strip() and value.strip()):
                raise ValidationError(_("Write “name: value” on each line."))
            if len(" ".join(name.split())) > attributes.LONGEST_NAME:
                raise ValidationError(_("One of the names is longer than 60 characters."))
            kept[attributes.name_of(name)] = " ".join(value.split())
        return attributes.checked(kept)

    def clean(self) -> dict:
        chosen = super().clean()
        day, clock_time = chosen.get("visit_day"), chosen.get("visit_time")
        chosen["use_happened_at"] = None
        if clock_time and not day and "visit_day" not in self.errors:
            self.add_error("visit_day", _("Choose the day too."))
        elif day and "visit_time" not in self.errors:
            words = f"{day.isoformat()} {clock_time:%H:%M}" if clock_time else day.isoformat()
            try:
                chosen["use_happened_at"] = visit_times.read(words, zone=self.organisation.zone, now=clock.now())
            except visit_times.NotATime as reason:
                self.add_error("visit_day", str(reason))
        return chosen

    def values(self) -> dict:
        """What `changing` wants."""
        chosen = self.cleaned_data
        names = ("email", "name", "unit", "language", "use_happened_at")
        return {name: chosen[name] for name in names} | {"attributes": chosen["kept"]}


def _of(customer: Customer) -> dict:
    moment = customer.use_happened_at and customer.use_happened_at.astimezone(customer.organisation.zone)
    is_whole_day = moment and visit_times.is_whole_day(moment, customer.organisation.zone)
    return {
        "email": customer.email,
        "name": customer.name,
        "unit": customer.unit,
        "language": customer.language,
        "visit_day": moment and moment.date(),
        "visit_time": None if is_whole_day or not moment else moment.time(),
        "kept": "\n".join(f"{name}: {value}" for name, value in customer.attributes.items()),
    }
