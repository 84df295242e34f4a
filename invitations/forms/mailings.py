"""Choosing whom to invite and when. What the mail says has a form of its own: letters.py."""

import uuid
from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoices
from accounts.models import Membership, Unit
from common import clock, languages
from invitations.forms.gaps import MISSING, ForgivingForm
from invitations.forms.moments import LocalMomentField
from invitations.forms.units import units_of
from surveys.models import Survey

ANY = [("", _("All"))]
FURTHEST = timedelta(days=365)


class SendingTime(forms.Form):
    """When a mailing goes: a date and a time where the organisation lives, still to come, while the survey is open."""

    moment = LocalMomentField(label=_("Date and time"))

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey, self.fields["moment"].zone = survey, survey.organisation.zone
        self.fields["moment"].help_text = _("By the clock in %(zone)s.") % {"zone": survey.organisation.time_zone}

    def clean_moment(self) -> datetime | None:
        moment, now = self.cleaned_data["moment"], clock.now()
        if moment is None:
            return None
        if moment <= now:
            raise ValidationError(_("That time has passed already. Choose a later one, or send it now."))
        if moment > now + FURTHEST:
            raise ValidationError(_("That is more than a year away. Choose an earlier day."))
        if self.survey.closes_at and moment >= self.survey.closes_at:
            day = date_format(self.survey.closes_at.astimezone(self.survey.organisation.zone), "DATETIME_FORMAT")
            raise ValidationError(
                _("The survey closes before that, on %(day)s. Choose an earlier time."), params={"day": day}
            )
        return moment


class MailingForm(ForgivingForm, SendingTime):
    ADDRESSES, SOME, ALL = "addresses", "some", "all"
    NOW, LATER = "now", "later"
    BELONGS_TO = {
        "addresses": ("whom", ADDRESSES),
        **dict.fromkeys(("units", "language", "used_from", "used_until"), ("whom", SOME)),
        **dict.fromkeys(("attribute_name", "attribute_value"), ("whom", SOME)),
        "moment": ("when", LATER),
    }

    use_required_attribute = False

    whom = forms.ChoiceField(
        label=_("Who is asked?"),
        choices=[
            (ADDRESSES, _("The addresses I write here")),
            (SOME, _("Customers by unit, visit or language")),
            (ALL, _("All customers")),
        ],
        widget=forms.RadioSelect,
    )
    addresses = forms.CharField(
        label=_("Addresses, one a line"),
        help_text=_("Try it on yourself first: your own address already stands here."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
        strip=False,
    )
    units = UnitChoices(label=_("Units, with all below them"), queryset=Unit.objects.none(), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=ANY + languages.CHOICES, required=False)
    used_from = forms.DateField(
        label=_("Visit from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    used_until = forms.DateField(
        label=_("Visit until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    attribute_name = forms.CharField(
        label=_("Column of your list"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "attribute-names", "autocomplete": "off"}),
    )
    attribute_value = forms.CharField(label=_("What stands in it"), max_length=200, required=False)
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[(NOW, _("Now")), (LATER, _("At a date and time"))],
        widget=forms.RadioSelect,
    )
    form_number = forms.UUIDField(widget=forms.HiddenInput)
    told = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)  # what the button last said

    def __init__(self, posted, *, survey: Survey, membership: Membership):
        posted = posted.copy()
        posted.setdefault("when", self.NOW)
        super().__init__(posted, survey=survey)
        self.fields["units"].queryset = units_of(membership)
        for name in ("addresses", "moment"):
            chooser, chosen = self.BELONGS_TO[name]
            self.fields[name].required = posted.get(chooser) == chosen

    @classmethod
    def at_first(cls, *, survey: Survey, membership: Membership) -> "MailingForm":
        """Filled in as the page is met: the reader's own address, now."""
        first = {"whom": cls.ADDRESSES, "addresses": membership.user.email, "form_number": str(uuid.uuid4())}
        return cls(first, survey=survey, membership=membership)

    def clean(self) -> dict:
        told = super().clean()
        for name, (chooser, chosen) in self.BELONGS_TO.items():
            if told.get(chooser) != chosen:
                self.errors.pop(name, None)  # words beside a choice that was not made are nobody's mistake
        if told.get("whom") == self.SOME:
            self._clean_filter(told)
        return told

    def moment(self) -> datetime | None:
        """When it goes; None for now, and while the time written cannot be used."""
        return self.cleaned_data.get("moment") if self.cleaned_data["when"] == self.LATER else None

    @property
    def offers_units(self) -> bool:
        """Whether there is more than one to choose among."""
        return len(self["units"]) > 1

    @property
    def is_filter_open(self) -> bool:
        """Whether something stands behind the fold of the filter, or is to be mended there."""
        return any(self[name].value() or self[name].errors for name in ("attribute_name", "attribute_value"))

    def _clean_filter(self, told: dict) -> None:
        names = [name for name, (_chooser, chosen) in self.BELONGS_TO.items() if chosen == self.SOME]
        if not any(told.get(name) for name in names) and not any(name in self.errors for name in names):
            self._ask_for("units", _("Choose a unit, a visit or a language; or choose all customers above."))
        first, last = told.get("used_from"), told.get("used_until")
        if first and last and last < first:
            self.add_error("used_until", _("This day is before the first one."))
        if told.get("attribute_value") and not told.get("attribute_name"):
            self._ask_for("attribute_name", _("Name the column this stands in."))
        if told.get("attribute_name") and not told.get("attribute_value"):
            self._ask_for("attribute_value", _("Write what stands in the column for those to be asked."))

    def _ask_for(self, name: str, words: str) -> None:
        self.add_error(name, ValidationError(words, code=MISSING))
