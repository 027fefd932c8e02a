"""The site as a WSGI application: what `manage.py serve` and every production server run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
os.environ.setdefault("ARCHIVE_PROCESS", "web")

application = get_wsgi_application()
