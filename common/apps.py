from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import checks, heartbeats, sqlite_limits  # noqa: F401  # registers checks and signals

        if settings.CELERY_BROKER_URL.startswith("files:"):
            for key in ("data_folder_in", "control_folder", "processed_folder"):
                # 0700: a message is data from disk, so nobody else may write one.
                Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS[key]).mkdir(parents=True, exist_ok=True, mode=0o700)
