"""Files that works and people show: each once by its content, whatever the storage calls it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

from archive.files import IN_BODIES
from archive.importing.exporting.sinks import Sink
from archive.importing.storing import is_ours

PIECE = 1 << 20
_IN_BODY = re.compile(rf'(?:src|href)="{re.escape(IN_BODIES)}([^"?#]+)')
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_SIGNS = (
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "avif"),
    (re.compile(rb"%PDF-"), "pdf"),
)


class Files:
    """Puts files into a sink as they are met, and remembers where each stands.

    Their place there follows from their content, so that an archive which was made from the records alone
    names the same file in the same way.
    """

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.places: dict[str, str] = {}
        self.missing: list[str] = []

    def place(self, name: str) -> str:
        """Return where a file of the storage stands in the export; "" where the storage has lost it."""
        if name not in self.places:
            self.places[name] = self._put(name)
            if not self.places[name]:
                self.missing.append(name)
        return self.places[name]

    def place_in(self, html: str) -> None:
        """Put the files that HTML shows, where an importer of the records alone looks for them too.

        That is under the name that the HTML has, unless the name says the content's digest.
        """
        for name in named_in(html):
            place = self.place(name)
            alias = f"files/{name}"
            if place and is_ours(name) and place[9:41] not in name and not self.sink.has(alias):
                with default_storage.open(name, "rb") as file:
                    self.sink.copy(alias, iter(lambda: file.read(PIECE), b""))

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the storage calls each file, and where it stands; without a place it is lost."""
        for name in sorted(self.places):
            yield {"name": name, "file": self.places[name]} if self.places[name] else {"name": name}

    def _put(self, name: str) -> str:
        try:
            with default_storage.open(name, "rb") as file:
                digest = hashlib.sha256()
                head = b""
                while piece := file.read(PIECE):
                    head = head or piece[:32]
                    digest.update(piece)
                place = place_of(digest.hexdigest(), suffix_of(head, name))
                if not self.sink.has(place):
                    file.seek(0)
                    self.sink.copy(place, iter(lambda: file.read(PIECE), b""))
        except (OSError, SuspiciousFileOperation, ValueError):
            return ""
        return place


def named_in(html: str) -> list[str]:
    """Return what the storage calls the files that HTML shows or links to."""
    if IN_BODIES not in html:
        return []
    return [unquote(unescape(name)) for name in _IN_BODY.findall(html)]


def place_of(digest: str, suffix: str) -> str:
    """Return where a file with this SHA-256 stands in an export."""
    return f"files/{digest[:2]}/{digest}{'.' if suffix else ''}{suffix}"


def suffix_of(head: bytes, name: str) -> str:
    """Return the suffix that the first bytes of a file call for, else that of its name in small letters."""
    for sign, suffix in _SIGNS:
        if sign.match(head):
            return suffix
    found = _SUFFIX.search(name)
    return found[1].lower() if found else ""
