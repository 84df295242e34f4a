from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        from common import working
        from insights import (
            analysing,
            applying,
            erasing,
            reanalysing,
            receivers,
            teaching,
            warming,  # noqa: F401  # listens to the worker's start
        )
        from responses import signals

        working.register(analysing.KIND, analysing.HANDLER)
        working.register(reanalysing.KIND, reanalysing.HANDLER)
        working.register(teaching.KIND, teaching.HANDLER)
        working.register(applying.KIND, applying.HANDLER)
        signals.words_removed.connect(erasing.remove_quotations)  # locks every task, so before some of them and work
        signals.words_removed.connect(receivers.remove_incidents)
        signals.keys_renewed.connect(receivers.follow_keys)
        signals.keys_renewed.connect(erasing.count_people_anew)  # after the line above: it counts by the new keys
        signals.asked_about.connect(erasing.incidents_in)
