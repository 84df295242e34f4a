"""The kinds of links for everybody, in the words colleagues read."""

from django.utils.translation import gettext_lazy as _

from invitations.models import PublicLink

Kind = PublicLink.Kind

SHARED = (Kind.OPEN, Kind.KIOSK, Kind.EMBED)  # customers follow them
ENTERED = (Kind.PAPER, Kind.PHONE)  # only colleagues enter answers by them; nobody is ever given their address
TYPED = (Kind.OPEN, Kind.KIOSK)  # have a short code beside the long address

LABELS = {
    Kind.OPEN: _("Link and QR code"),
    Kind.KIOSK: _("Screen at the place"),
    Kind.EMBED: _("On a web page"),
    Kind.PAPER: _("On paper"),
    Kind.PHONE: _("By telephone"),
}
ICONS = {Kind.OPEN: "qr-code", Kind.KIOSK: "tablet", Kind.EMBED: "panels-top-left"}
