"""The site's settings with nothing kept: every page is made for whoever asks. For `bench_pages`."""

from archive.settings import *  # noqa: F403

KEEP_PAGES = False
