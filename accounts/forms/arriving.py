"""Forms of those who arrive: a colleague by a link, the first owner on the first day."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import first_run
from accounts.forms.log_in import password_help
from accounts.forms.mail_server import MailServerForm
from accounts.models import User
from common.casefolding import normalise_email


class NewPersonFields(forms.Form):
    """Name and password of somebody who has no log-in yet; `email` is known or among the fields."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=200,
        help_text=password_help(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def address(self) -> str:
        return normalise_email(self.cleaned_data.get("email", ""))

    def clean(self) -> dict:
        cleaned = super().clean()
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.address(), name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class JoinForm(NewPersonFields):
    def __init__(self, *args, email: str, **kwargs) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def address(self) -> str:
        return self.email


class OwnerForm(NewPersonFields):
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    field_order = ("name", "email", "password")

    def clean_email(self) -> str:
        email = normalise_email(self.cleaned_data["email"])
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("This address has a log-in here already. Please take another one."))
        return email


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        help_text=_("It stands in the terminal where Enmil was started."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not first_run.code_is_right(code):
            raise ValidationError(_("This is not the code printed last. Look in the terminal again."))
        return code


class FirstMailServerForm(MailServerForm):
    """May be left out whole; once a server is named, the rest is asked for."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_wanted = bool((self.data.get(self.add_prefix("host")) or "").strip())
        if not self.is_wanted:
            for name in ("host", "port", "security", "from_address"):
                self.fields[name].required = False

    def clean_host(self) -> str:
        return super().clean_host() if self.is_wanted else ""

    def clean_port(self) -> int | None:
        return super().clean_port() if self.is_wanted else None

    def _post_clean(self) -> None:
        if self.is_wanted:
            super()._post_clean()
