"""The site's settings as tests see them: a data folder that goes away, quick passwords, files as they stand.

The database is SQLite, or PostgreSQL with ARCHIVE_TEST_DATABASE=postgresql: the server that DATABASE_URL
names, else a private one (tests/services.py). Nothing else of the caller's environment reaches a test.
"""

import atexit
import os
import shutil
import tempfile

from tests import services

DATABASE = os.environ.get("ARCHIVE_TEST_DATABASE") or "sqlite"
if DATABASE not in ("sqlite", "postgresql"):
    raise ValueError(f'ARCHIVE_TEST_DATABASE={DATABASE} is not understood; use "sqlite" or "postgresql".')

if DATABASE == "postgresql":
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        os.environ["DATABASE_URL"] = services.postgresql_address()
else:
    os.environ.pop("DATABASE_URL", None)
for name in (
    "ARCHIVE_DEBUG", "ARCHIVE_SECRET_KEY", "ARCHIVE_ALLOWED_HOSTS", "ARCHIVE_BASE_URL", "ARCHIVE_REPLICA_URL",
    "ARCHIVE_MEDIA_URL", "ARCHIVE_PROCESS", "REDIS_URL", "EMAIL_URL",
):  # fmt: skip
    os.environ.pop(name, None)
os.environ["ARCHIVE_DATA"] = tempfile.mkdtemp(prefix="archive-tests-")
atexit.register(shutil.rmtree, os.environ["ARCHIVE_DATA"], ignore_errors=True)
os.mkdir(os.path.join(os.environ["ARCHIVE_DATA"], "static"))

from archive.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
KEEP_PAGES = False  # but where a test is about that: what is rolled back is in no log
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = True
