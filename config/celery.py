"""The Celery application. Tasks are doorbells: keyword ids in, one call, nothing else."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning
from kombu.transport import TRANSPORT_ALIASES

from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# In a container everything is root; the embedded broker's folders are 0700, so nobody else can leave a message there.
warnings.filterwarnings("ignore", category=SecurityWarning)

TRANSPORT_ALIASES["files"] = "common.file_broker:Transport"

app = Celery("enmil")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
