from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        from common import working
        from insights import analysing

        working.register(analysing.KIND, analysing.HANDLER)
