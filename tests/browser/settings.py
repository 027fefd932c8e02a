"""The site's own settings with one address more, a page that breaks, and without the admin's static files."""

from archive.settings import *  # noqa: F403

ROOT_URLCONF = "tests.browser.urls"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
