"""The site as an ASGI application, for hosts that offer nothing else: WhiteNoise is slower there."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
os.environ.setdefault("ARCHIVE_PROCESS", "web")

application = get_asgi_application()
