"""Making a link for everybody, and typing the short code of one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoice
from accounts.models import Membership, Unit
from invitations.forms.units import units_of
from invitations.models import PublicLink
from invitations.ways_in import origins

LONGEST_ORIGINS = 4000


class SitesField(forms.CharField):
    """The web sites that may show a link, one a line; gives a list of origins."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "placeholder": "https://hotel.example"})

    def __init__(self, **kwargs) -> None:
        label = _("Web sites that may show it")
        help_text = _("One address a line. No other site can show it in a frame.")
        super().__init__(**{"label": label, "help_text": help_text, "max_length": LONGEST_ORIGINS} | kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return []
        try:
            return origins.read(text)
        except origins.NotAnOrigin as reason:
            raise forms.ValidationError(str(reason)) from reason


class PublicLinkForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Where will people meet it?"),
        widget=forms.RadioSelect,
        choices=[
            (PublicLink.Kind.OPEN, _("Anywhere: a poster, a letter, a receipt, a mail of your own")),
            (PublicLink.Kind.KIOSK, _("On a screen at the place: back to the start after each person")),
            (PublicLink.Kind.EMBED, _("Inside a page of your own web site")),
        ],
    )
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    sites = SitesField(
        error_messages={"required": _("Please write the address of the web site, for example https://hotel.example")}
    )
    use_required_attribute = False  # the web sites are asked for one of the choices alone

    def __init__(self, posted=None, *, membership: Membership, initial: dict):
        plain = {"kind": PublicLink.Kind.OPEN}
        if posted is not None:
            posted = plain | posted.dict()  # whoever says nothing wants the plain one
        super().__init__(posted, initial=plain | initial)
        self.fields["unit"].queryset = units_of(membership)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") != PublicLink.Kind.EMBED:
            cleaned["sites"] = []
            self.errors.pop("sites", None)  # the field belongs to a choice that was not made
        return cleaned


class SitesForm(forms.Form):
    sites = SitesField()

    def __init__(self, *args, link: PublicLink, **kwargs):
        super().__init__(*args, initial={"sites": "\n".join(link.frame_origins)}, **kwargs)
