"""The same settings with what tests need: fast password hashing, mail in memory, no manifest of static files."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from config.settings import *  # noqa: F403  # tests see every setting, changed only below

SECRET_KEY = "test-only-key-key-that-is-long-enough-for-the-deploy-check-0123456789"  # noqa: S105  # opens nothing but the tests
LINK_KEY = "test-link-key"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_URL = ""
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
STORAGES = STORAGES | {  # noqa: F405  # from the settings above
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if REDIS_URL:  # noqa: F405  # from the settings above
    # Each of the suite's processes clears its cache between tests, so each has one of Redis's databases to itself.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{worker + 1}").geturl()  # noqa: F405
# Every run has a folder and a database of its own, so that two runs on one machine do not meet.
VAR_DIR = Path(tempfile.gettempdir()) / f"enmil-tests-{os.getpid()}"
VAR_DIR.mkdir(exist_ok=True)
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405  # from the settings above
    # A file, because threads must meet in it as customers do; nothing here has to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_enmil_{os.getpid()}"}  # noqa: F405
