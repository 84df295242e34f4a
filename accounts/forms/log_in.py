"""allauth's forms in our words. What they check stays allauth's."""

from allauth.account import forms
from django.contrib.auth.password_validation import get_default_password_validators
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def _password_help() -> str:
    """What makes a good password, in one line; the validators of the settings have the last word."""
    length = next((one.min_length for one in get_default_password_validators() if hasattr(one, "min_length")), 1)
    return _("At least %(count)d characters, and nothing others would guess. A short sentence is fine.") % {
        "count": length
    }


password_help = lazy(_password_help, str)  # asked for when drawn, so that it is in the reader's language


def _say(form, name: str, label, *, help_text="") -> None:
    """Our label and help on one field, and no placeholder that says the same again."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class LogInForm(forms.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", gettext_lazy("E-mail address"))
        _say(self, "password", gettext_lazy("Password"))


class CodeRequestForm(forms.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", gettext_lazy("E-mail address"))


class CodeForm(forms.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", gettext_lazy("Code from the mail"))


class PasswordResetForm(forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", gettext_lazy("E-mail address"))


class _NewPassword:
    """A new password, typed twice."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", gettext_lazy("New password"), help_text=password_help())
        _say(self, "password2", gettext_lazy("New password again"))

    def clean(self) -> dict:
        # Past allauth's own comparison, whose message is not in our words.
        cleaned = super(forms.PasswordVerificationMixin, self).clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        return cleaned


class NewPasswordByKeyForm(_NewPassword, forms.ResetPasswordKeyForm):
    pass


class PasswordSetForm(_NewPassword, forms.SetPasswordForm):
    pass


class PasswordChangeForm(_NewPassword, forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", gettext_lazy("Your password now"))


class PasswordAgainForm(forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", gettext_lazy("Password"))
