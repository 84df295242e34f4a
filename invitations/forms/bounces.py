"""The form of the mailbox that bounces come back to."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from invitations.mails import bounce_mailboxes, bouncing, keeping_bounce_mailbox
from invitations.models import BounceMailbox


class BounceMailboxForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = BounceMailbox
        fields = ("address", "host", "port", "security", "username")
        help_texts = {
            "address": _("For example bounces@example.org. It must take mail to bounces+anything@example.org too."),
            "host": _("For example imap.example.org. Whoever looks after your mail knows it."),
        }

    field_order = ("address", "host", "security", "port", "username", "password")

    def __init__(self, *args, kept: BounceMailbox | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        for name in ("host", "username"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        self.fields["password"].required = not (kept and kept.password_encrypted)
        if not self.fields["password"].required:
            self.fields["password"].help_text = _("A password is kept. Leave this empty to keep it.")

    def clean_address(self) -> str:
        """The key of each mail stands in it, and no server takes more than 64 signs before the @."""
        address = self.cleaned_data["address"]
        local = address.rpartition("@")[0]
        if "+" in local:
            raise ValidationError(_("Write the address without a plus sign; the part after it is added to each mail."))
        if not address.isascii() or len(local) + 1 + bouncing.LONGEST_KEY > bouncing.LOCAL_PART:
            raise ValidationError(_("Choose a shorter name before the @, of plain letters, such as bounces."))
        return address

    def clean_host(self) -> str:
        host = self.cleaned_data["host"].strip().lower()
        if not all(part for part in host.rstrip(".").split(".")) or any(sign in host for sign in " /@:"):
            raise ValidationError(_("Write the server's name alone, for example imap.example.org."))
        return host

    def clean_port(self) -> int:
        port = self.cleaned_data["port"]
        if not 1 <= port <= 65535:
            raise ValidationError(_("A port is a number from 1 to 65535."))
        return port

    def clean_username(self) -> str:
        return self._sayable("username")

    def clean_password(self) -> str:
        return self._sayable("password")

    def _sayable(self, name: str) -> str:
        """IMAP's log-in is one line of plain signs."""
        text = self.cleaned_data[name]
        if not text.isascii() or not text.isprintable():
            raise ValidationError(_("Only plain letters, digits and signs can be used here."))
        return text

    def clean(self) -> dict:
        """A kept password is never handed to another server."""
        cleaned = super().clean()
        if self.errors or cleaned["password"]:
            return cleaned
        if not keeping_bounce_mailbox.is_same_account(self.kept, host=cleaned["host"], username=cleaned["username"]):
            self.add_error("password", _("Another server or user: please write the password again."))
        return cleaned

    def values(self) -> dict:
        """What `keeping_bounce_mailbox` wants."""
        return {name: self.cleaned_data[name] for name in (*keeping_bounce_mailbox.PLAIN_FIELDS, "password")}

    @classmethod
    def of(cls, organisation: Organisation, posted=None) -> "BounceMailboxForm":
        kept = bounce_mailboxes.of(organisation)
        # A form writes into its row before it is known to be right.
        return cls(posted, instance=copy(kept) if kept else BounceMailbox(organisation=organisation), kept=kept)
