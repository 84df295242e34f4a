from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        from common import working
        from insights import analysing, receivers, warming  # noqa: F401  # warming listens to the worker's start
        from responses import signals

        working.register(analysing.KIND, analysing.HANDLER)
        signals.words_removed.connect(receivers.remove_incidents)
        signals.keys_renewed.connect(receivers.follow_keys)
