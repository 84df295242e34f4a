"""Where allauth asks us: nobody signs up by themselves, links come from SITE_URL, and the words are ours."""

import logging
from pathlib import PurePosixPath

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import emails
from common.casefolding import normalise_email

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This log-in is resting. Ask an owner of your organisation to wake it."),
        "email_password_mismatch": _("The address and the password do not go together. Please try again."),
        "enter_current_password": _("This is not your password now."),
        "incorrect_code": _("This is not the code we sent. Please try again."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("This log-in did not work. Please try again."),
        "invalid_password_reset": _("This link has been used or is too old."),
        "too_many_login_attempts": _("That was many tries in a short time. Please wait five minutes."),
        "rate_limited": _("That was many tries in a short time. Please wait a moment."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Colleagues are invited (`joining`), so the sign-up page stays closed."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from SITE_URL: a forged Host header must not reach a mail."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("accounts:profile")

    def render_mail(self, template_prefix: str, email: str, context: dict, headers=None) -> EmailMultiAlternatives:
        """`account/email/login_code` is our mail `login_code`, in the language of whoever has the address."""
        known = User.objects.filter(email=normalise_email(email)).values_list("language", flat=True).first()
        return emails.compose(
            PurePosixPath(template_prefix).name,
            to=email,
            language=known or translation.get_language() or settings.LANGUAGE_CODE,
            context={"email": email, "site_url": settings.SITE_URL}
            | {name: context[name] for name in ("code", "password_reset_url") if name in context},
            headers=headers,
        )

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """A mail server that is down must not show who has an account here: the page stays the same, the log tells."""
        try:
            self.render_mail(template_prefix, email, context).send()
        except OSError:  # smtplib's errors are OSErrors too
            logger.exception("The mail %s could not be sent", template_prefix)
