"""Readers of an archive whose pages are kept, each at a web server of its own with one shelf between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from archive.operations.caching import middleware
from archive.operations.caching.memory import Memory
from archive.operations.caching.middleware import Pages
from archive.operations.caching.shelves import Folder, Shelf

MEGABYTE = 2**20


class Reader(Client):
    """Somebody who reads at one web server; `kept` is what that server keeps."""

    def __init__(self, kept: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.kept, self.monkeypatch = kept, monkeypatch

    def request(self, **request: Any) -> Any:
        self.monkeypatch.setattr(middleware, "pages", lambda: self.kept)
        return super().request(**request)


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    """What the web servers share."""
    return Folder(tmp_path / "pages", 64 * MEGABYTE)


@pytest.fixture
def reader_at(settings, shelf, monkeypatch) -> Callable[[], Reader]:
    """Return a reader at a web server that has just been started."""
    settings.KEEP_PAGES = True
    return lambda: Reader(Pages(Memory(8 * MEGABYTE), shelf, "edition"), monkeypatch)


@pytest.fixture
def reader(reader_at) -> Reader:
    """Return a reader at one web server."""
    return reader_at()
