"""The form of the contact rule: how seldom one person is asked, when mails rest, and whom somebody in need may call."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.changing_organisation import CONTACT_RULE
from accounts.models import Organisation
from common import languages

HELP_LINES_AT_MOST = 600  # characters in one language


class ContactRuleForm(forms.Form):
    rest_days = forms.IntegerField(
        label=_("Days between two invitations"),
        help_text=_("At least 14. The same person is left alone for so long, whichever survey it is."),
        validators=[
            MinValueValidator(14, _("Leave people alone for at least 14 days.")),
            MaxValueValidator(365, _("A year is the most that can be kept here.")),
        ],
    )
    invitations_a_year = forms.IntegerField(
        label=_("Invitations a year"),
        validators=[
            MinValueValidator(1, _("With none nobody could be asked. Write 1 to 6.")),
            MaxValueValidator(6, _("At most 6 a year: people have other things to do.")),
        ],
    )
    mails_a_year = forms.IntegerField(
        label=_("Mails a year with reminders"),
        validators=[
            MinValueValidator(1, _("With none nobody could be asked. Write 1 to 8.")),
            MaxValueValidator(8, _("At most 8 mails a year, reminders included.")),
        ],
    )
    reminder_after_days = forms.IntegerField(
        label=_("Days before the reminder"),
        help_text=_("One reminder at most, and never to somebody who has answered. 0 means no reminder."),
        validators=[
            MinValueValidator(0, _("Write 0 for no reminder, or how many days to wait.")),
            MaxValueValidator(14, _("After 14 days it is hard to remember. Write 0 to 14.")),
        ],
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write a time of day, for example 20:00.")},
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write a time of day, for example 08:00.")},
    )

    def __init__(self, posted=None, *, organisation: Organisation):
        lines = {_line(code): organisation.help_lines.get(code, "") for code, _name in languages.CHOICES}
        stored = {name: getattr(organisation, name) for name in CONTACT_RULE if name != "help_lines"}
        super().__init__(posted, initial=stored | lines)
        for name in ("rest_days", "invitations_a_year", "mails_a_year", "reminder_after_days"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric"}
        for code, name in languages.CHOICES:
            self.fields[_line(code)] = forms.CharField(
                label=name,
                required=False,
                max_length=HELP_LINES_AT_MOST,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    def clean(self) -> dict:
        told = super().clean()
        invitations, mails = told.get("invitations_a_year"), told.get("mails_a_year")
        if invitations and mails and mails < invitations:
            words = _("Every invitation is a mail too, so write at least %(count)d here.")
            self.add_error("mails_a_year", ValidationError(words, params={"count": invitations}))
        return told

    @property
    def help_line_fields(self) -> list[forms.BoundField]:
        return [self[_line(code)] for code, _name in languages.CHOICES]

    @property
    def has_help_lines(self) -> bool:
        """Whether there is anything to see behind the fold, or to mend."""
        return any(field.value() or field.errors for field in self.help_line_fields)

    def rule(self) -> dict:
        """What `changing_organisation.change_contact_rule` takes."""
        told = {name: self.cleaned_data[name] for name in CONTACT_RULE if name != "help_lines"}
        lines = {code: self.cleaned_data[_line(code)].strip() for code, _name in languages.CHOICES}
        return told | {"help_lines": {code: text.replace("\r\n", "\n") for code, text in lines.items() if text}}


def _line(language: str) -> str:
    return f"help_{language}"
