"""The same settings with what tests need: fast password hashing, mail in memory, no manifest of static files."""

import tempfile
from pathlib import Path

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
VAR_DIR = Path(tempfile.gettempdir()) / "enmil-tests"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
