from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from accounts import (
            joining,  # noqa: F401  # registers how invitations to colleagues are mailed
            naming,
        )
        from accounts.models import Membership, User

        post_save.connect(naming.joined, sender=Membership, dispatch_uid="names of members")
        post_save.connect(naming.renamed, sender=User, dispatch_uid="names of users")
