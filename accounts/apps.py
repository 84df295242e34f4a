from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import joining  # noqa: F401  # registers how invitations to colleagues are mailed
