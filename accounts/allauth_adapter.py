"""Where allauth asks us: nobody signs up by themselves, and links come from SITE_URL."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """Colleagues are invited (`joining`), so the sign-up page stays closed."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from SITE_URL: a forged Host header must not reach a mail."""
        from django.urls import reverse

        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"
