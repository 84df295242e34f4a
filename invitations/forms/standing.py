"""A standing wish: which unit's guests, how many days after the visit, at what hour, narrowed by what."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import time_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoice
from accounts.models import Membership, Unit
from common import clock, languages
from invitations.forms.units import units_of
from invitations.mailings import quiet_hours
from invitations.models import StandingSend, WatchedFolder
from surveys.models import Survey

ANY = [("", _("All"))]
DAYS_AT_MOST = 60
LONGEST_ATTRIBUTE = 200


class StandingForm(forms.Form):
    use_required_attribute = False

    unit = UnitChoice(
        label=_("Whose guests are asked?"),
        help_text=_("The customers of this unit and of all below it."),
        queryset=Unit.objects.none(),
        empty_label=None,
    )
    days_after = forms.IntegerField(
        label=_("Days after the visit"),
        help_text=_("0 is the day of the visit itself, 1 the day after."),
        min_value=0,
        max_value=DAYS_AT_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    send_at = forms.TimeField(
        label=_("At what hour?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    language = forms.ChoiceField(label=_("Only those who speak"), choices=ANY + languages.CHOICES, required=False)
    attribute_name = forms.CharField(
        label=_("Column of your list"),
        max_length=LONGEST_ATTRIBUTE,
        required=False,
        widget=forms.TextInput(attrs={"list": "attribute-names", "autocomplete": "off"}),
    )
    attribute_value = forms.CharField(label=_("What stands in it"), max_length=LONGEST_ATTRIBUTE, required=False)

    def __init__(
        self, posted=None, *, survey: Survey, membership: Membership, standing: StandingSend | None = None
    ) -> None:
        self.organisation = survey.organisation
        super().__init__(posted, initial=_told_by(standing) if standing else _usual(survey, membership))
        self.fields["unit"].queryset = units_of(membership)
        self.fields["send_at"].help_text = _("By the clock in %(zone)s.") % {"zone": self.organisation.time_zone}

    def clean_send_at(self) -> time:
        """An hour in which mails may go: a wish for one in quiet hours would come true at another."""
        hour, organisation = self.cleaned_data["send_at"], self.organisation
        day = clock.now().astimezone(organisation.zone).date()
        moment = datetime.combine(day, hour, tzinfo=organisation.zone)
        if quiet_hours.allowed_from(organisation, moment) != moment:
            hours = {"until": organisation.quiet_until, "begin": organisation.quiet_from}
            words = _("No mails go in quiet hours. Choose an hour from %(until)s to %(begin)s.")
            raise ValidationError(words, params={name: time_format(at, "H:i") for name, at in hours.items()})
        return hour

    def clean(self) -> dict:
        told = super().clean()
        if told.get("attribute_value") and not told.get("attribute_name"):
            self.add_error("attribute_name", _("Name the column this stands in."))
        if told.get("attribute_name") and not told.get("attribute_value"):
            self.add_error("attribute_value", _("Write what stands in the column for those to be asked."))
        return told

    def wish(self) -> dict:
        """What is kept of it, as the verbs of keeping_standing take it."""
        told, recipients = self.cleaned_data, {}
        if told["language"]:
            recipients["language"] = told["language"]
        if told["attribute_name"]:
            recipients["attribute"] = {"name": told["attribute_name"], "value": told["attribute_value"]}
        return {"recipients": recipients, **{name: told[name] for name in ("unit", "days_after", "send_at")}}

    @property
    def is_filter_open(self) -> bool:
        names = ("language", "attribute_name", "attribute_value")
        return any(self[name].value() or self[name].errors for name in names)


def _usual(survey: Survey, membership: Membership) -> dict:
    units = units_of(membership)
    own = units.filter(pk=survey.unit_id).first() or units.first()
    return {"unit": own, "days_after": 1, "send_at": time(10)}


def _told_by(standing: StandingSend) -> dict:
    attribute = standing.recipients.get("attribute") or {}
    return {
        "unit": standing.unit_id,
        "days_after": standing.days_after,
        "send_at": standing.send_at,
        "language": standing.recipients.get("language", ""),
        "attribute_name": attribute.get("name", ""),
        "attribute_value": attribute.get("value", ""),
    }


class WatchedFolderForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the folder"),
        help_text=_("Letters and digits, for example departures."),
        max_length=WatchedFolder._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    unit = UnitChoice(
        label=_("Unit, where a line says none"),
        help_text=_("A list laid here reaches the customers of this unit and of those below it, and no others."),
        queryset=Unit.objects.none(),
        empty_label=None,
    )
    language = forms.ChoiceField(label=_("Language, where a line says none"), choices=languages.CHOICES)

    def __init__(self, posted=None, *, membership: Membership) -> None:
        units = units_of(membership)
        super().__init__(posted, initial={"unit": units.first(), "language": membership.organisation.language})
        self.fields["unit"].queryset = units

    def clean_name(self) -> str:
        """A plain word, whatever was typed: it becomes a name on the server's disk."""
        if name := slugify(self.cleaned_data["name"]):
            return name
        raise ValidationError(_("Write a name with letters or digits."))
