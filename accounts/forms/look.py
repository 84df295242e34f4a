"""The form of the organisation's look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import dressing
from accounts.models import Organisation
from common import colours


class LookForm(forms.Form):
    sender_name = forms.CharField(
        label=_("Sender's name"),
        max_length=80,
        required=False,
        help_text=_("What customers know you by. Empty: the organisation's name."),
    )
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        required=False,
        help_text=_(
            "For example #1f6a57. Made darker or lighter where it would be hard to read. Empty: our calm green."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "#1f6a57"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG, GIF or WebP. It is made small: customers come to answer, not to look at us."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args, organisation: Organisation, **kwargs) -> None:
        super().__init__(
            *args, initial={"sender_name": organisation.sender_name, "colour": organisation.colour}, **kwargs
        )
        if not organisation.logo:
            del self.fields["remove_logo"]

    def clean_sender_name(self) -> str:
        return " ".join(self.cleaned_data["sender_name"].split())

    def clean_colour(self) -> str:
        typed = self.cleaned_data["colour"].strip().lower()
        typed = f"#{typed}" if colours.is_colour(f"#{typed}") else typed
        if typed and not colours.is_colour(typed):
            raise forms.ValidationError(
                _("Write the colour as # and six characters from 0–9 and a–f, for example #1f6a57.")
            )
        return typed

    def clean_logo(self) -> str | None:
        """The small picture; None where none was sent."""
        upload = self.cleaned_data["logo"]
        return dressing.drawn_small(upload) if upload else None

    def look(self) -> dict[str, str]:
        """What is to be stored; without a new picture the logo stays, unless it is to go."""
        told = self.cleaned_data
        look = {"sender_name": told["sender_name"], "colour": told["colour"]}
        if told["logo"]:
            return look | {"logo": told["logo"]}
        return look | {"logo": ""} if told.get("remove_logo") else look
