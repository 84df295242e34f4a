from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "invitations"

    def ready(self) -> None:
        from invitations import mailing_work  # noqa: F401  # registers the work "send mail"
