from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "invitations"

    def ready(self) -> None:
        from invitations import readiness_rules
        from invitations.mailings import expanding, mailing_work  # noqa: F401  # registers their work
        from surveys import readiness

        for rule in readiness_rules.RULES:
            readiness.add_rule(rule)
