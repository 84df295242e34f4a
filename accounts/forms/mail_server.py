"""Forms of the ways of sending: a mail server of one's own, or a provider's account."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import keeping_mail_server, mail_providers, mail_servers
from accounts.models import MailServer, Organisation

Provider = MailServer.Provider


class WayForm(forms.ModelForm):
    """What every way of sending asks: a secret, which is never shown again, and the address mails come from."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    provider = Provider.SMTP

    def __init__(self, *args, kept: MailServer | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        for name in ("host", "username", "provider_domain"):
            if name in self.fields:
                self.fields[name].widget.attrs |= {
                    "autocomplete": "off",
                    "spellcheck": "false",
                    "autocapitalize": "none",
                }

    def clean(self) -> dict:
        """A kept password is never handed to another server."""
        cleaned = super().clean()
        if self.errors or cleaned["password"] or not self.has_a_kept_password():
            return cleaned
        if not self.is_of_the_kept_account(cleaned):
            self.add_error("password", self.another_account)
        return cleaned

    another_account = _("Another server or user: please write the password again.")

    def has_a_kept_password(self) -> bool:
        return bool(self.kept and self.kept.password_encrypted)

    def is_of_the_kept_account(self, cleaned: dict) -> bool:
        named = {name: cleaned.get(name, "") for name in ("host", "username")}
        return keeping_mail_server.is_same_account(self.kept, provider=self.provider, **named)

    def values(self) -> dict:
        """What `keeping_mail_server` wants."""
        names = (*keeping_mail_server.PLAIN_FIELDS, "password")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data} | {
            "provider": self.provider
        }


class MailServerForm(WayForm):
    class Meta:
        model = MailServer
        fields = ("host", "port", "security", "username", "from_address")
        help_texts = {
            "host": _("For example smtp.example.org. Whoever looks after your mail knows it."),
            "from_address": _("Mails to customers come from this address."),
        }

    field_order = ("host", "port", "security", "username", "password", "from_address")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].required = True
        if self.has_a_kept_password() and self.kept.provider == self.provider:
            self.fields["password"].help_text = _("A password is kept. Leave this empty to keep it.")

    def clean_host(self) -> str:
        host = self.cleaned_data["host"].strip().lower()
        if not all(part for part in host.rstrip(".").split(".")) or any(sign in host for sign in " /@:"):
            raise ValidationError(_("Write the server's name alone, for example smtp.example.org."))
        return host

    def clean_port(self) -> int:
        port = self.cleaned_data["port"]
        if not 1 <= port <= 65535:
            raise ValidationError(_("A port is a number from 1 to 65535."))
        return port


class ProviderForm(WayForm):
    """One provider's account, with the words that provider itself uses."""

    provider_region = forms.TypedChoiceField(
        label=_("Where is the account kept?"),
        choices=[("us", _("In the United States")), ("eu", _("In the European Union"))],
        coerce=lambda region: "" if region == "us" else region,
    )

    class Meta:
        model = MailServer
        fields = ("username", "provider_domain", "provider_region", "from_address")
        labels = {"username": _("API key")}
        help_texts = {"from_address": _("Mails to customers come from this address. Confirm it at the provider first.")}

    field_order = ("username", "password", "provider_domain", "provider_region", "from_address")
    another_account = _("Another account: please write the key.")
    key_labels = {
        Provider.MAILJET: _("Secret key"),
        Provider.POSTMARK: _("Server API token"),
    }

    def __init__(self, *args, provider: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.provider = provider
        if provider != Provider.MAILJET:
            del self.fields["username"]
        else:
            self.fields["username"].required = True
        if provider != Provider.MAILGUN:
            del self.fields["provider_domain"]
        else:
            self.fields["provider_domain"].help_text = _(
                "For example mg.example.org. Empty: that of the address below."
            )
        if provider not in mail_providers.WITH_A_REGION:
            del self.fields["provider_region"]
        key = self.fields["password"]
        key.label = self.key_labels.get(provider, _("API key"))
        key.required = not (self.has_a_kept_password() and self.kept.provider == provider)
        key.error_messages["required"] = _("Copy the key from your account at the provider.")
        if not key.required:
            key.help_text = _("A key is kept. Leave this empty to keep it.")

    def clean_password(self) -> str:
        key = self.cleaned_data["password"].strip()
        if not key.isascii() or any(sign.isspace() for sign in key):
            raise ValidationError(_("A key has no spaces and only plain letters and digits. Copy it once more."))
        return key

    def clean_username(self) -> str:
        key = self.cleaned_data["username"].strip()
        if not key.isascii() or any(sign.isspace() for sign in key):
            raise ValidationError(_("A key has no spaces and only plain letters and digits. Copy it once more."))
        return key

    def clean_provider_domain(self) -> str:
        domain = self.cleaned_data["provider_domain"].strip().lower()
        if domain and ("." not in domain.strip(".") or any(sign in domain for sign in " /@:%?#")):
            raise ValidationError(_("Write the domain alone, for example mg.example.org."))
        return domain


def form_of(organisation: Organisation, way: str, posted=None) -> WayForm:
    """The form of one way of sending, filled with what is kept for this very way."""
    kept = mail_servers.own_server(organisation)
    way = way if way in Provider.values else kept.provider if kept else Provider.SMTP
    if kept and kept.provider == way:
        instance = copy(kept)  # a form writes into its row before it is known to be right
    else:
        instance = MailServer(
            organisation=organisation,
            provider=way,
            from_address=kept.from_address if kept else "",
            provider_domain="",
            provider_region="",
        )
    if way == Provider.SMTP:
        return MailServerForm(posted, instance=instance, kept=kept)
    return ProviderForm(posted, instance=instance, kept=kept, provider=way)


class SigningSecretForm(forms.Form):
    """The secret by which a provider signs its news."""

    secret = forms.CharField(
        max_length=600, strip=True, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args, provider: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.provider = provider
        is_sendgrid = provider == Provider.SENDGRID
        self.fields["secret"].label = _("Verification key") if is_sendgrid else _("HTTP webhook signing key")

    def clean_secret(self) -> str:
        secret = "".join(self.cleaned_data["secret"].split())
        if not secret.isascii() or (self.provider == Provider.SENDGRID and not mail_providers.is_public_key(secret)):
            raise ValidationError(_("This is not the key. Copy it once more from your account at the provider."))
        return secret
