"""The site as a WSGI application: what `manage.py serve` and every production server run."""

import multiprocessing
import os
import signal

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
os.environ.setdefault("ARCHIVE_PROCESS", "web")

# Ctrl-C reaches a worker from the terminal and again from its server; told twice, one of Granian's hangs.
if multiprocessing.parent_process() is not None and hasattr(signal, "pthread_sigmask"):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

application = get_wsgi_application()
