"""A bare view behind the usual middleware, for `bench_pages`: the bytes of a page as a constant.

Settings and addresses in one. Served by the same server, in the same run: what a page costs is told as a part
of that. The bytes are those of the file that ARCHIVE_BENCH_BYTES names.
"""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from archive.settings import *  # noqa: F403
from archive.settings import MIDDLEWARE as USUAL

MIDDLEWARE = [name for name in USUAL if "caching" not in name]
ROOT_URLCONF = "tests.bench.floor"

page = Path(os.environ["ARCHIVE_BENCH_BYTES"]).read_bytes()


def constant(request: HttpRequest) -> HttpResponse:
    """Answer with the same bytes, whatever is asked."""
    return HttpResponse(page)


urlpatterns = [re_path("", constant)]
