#!/usr/bin/env python3
"""Run one of the site's commands; on the first run, set everything up for it.

Written in the Python of 3.8, so that an older `python3` can find a newer one.
"""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))


def main():
    sys.path.insert(0, ROOT)
    from scripts import bootstrap

    bootstrap.rerun_where_django_is(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018 (reads the environment, before any command needs it)
    except ImproperlyConfigured as mistake:
        sys.exit(str(mistake))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
