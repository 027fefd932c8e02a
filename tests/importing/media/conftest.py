"""A storage of each test's own, and pages in a folder of captures."""

from __future__ import annotations

import pytest

from archive.importing.records import Reading, Record, Source
from tests.importing.media.samples import URL


@pytest.fixture(autouse=True)
def media(settings, tmp_path_factory):
    """Keep files in a folder of this test's own; return it."""
    folder = tmp_path_factory.mktemp("media")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": "/media/"},
        }
    }
    return folder


@pytest.fixture
def page(tmp_path):
    """Return a function that makes the reading of a page in a folder of captures."""
    (tmp_path / "site" / "captures").mkdir(parents=True)

    def read(body="", url=URL, companion=None, file="captures/page.html", context=None, **values):
        path = tmp_path / "site" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        source = Source(path, file, context=context or {}, folder=tmp_path / "site")
        reading = Reading(source, b"x", companion=companion)
        reading.record = Record(id="1", title="Pier", url=url, body=body, **values)
        return reading

    read.folder = tmp_path / "site" / "captures"
    read.root = tmp_path / "site"
    return read
