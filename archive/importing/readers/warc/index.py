"""Where everything lies in a web archive: a table on disk, so that memory stays flat however large the file
is.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from archive.importing.readers import html
from archive.importing.readers.warc import bodies, walking
from archive.text.addresses import normalise

LARGEST_COMPANION = 25_000_000
_BLOCK = 65_536
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xhtml")
_FILES = re.compile(r"image/|application/(?:pdf|x-pdf|msword|vnd\.|epub)|audio/|application/octet-stream")


class Unusable(ValueError):
    """A file in which nothing can be found; the message is a sentence without its subject."""


class Opened(Protocol):
    """Something that can be opened as a file that seeks: a path, or a part of a zip."""

    def open(self, mode: str) -> BinaryIO: ...


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture of a page: where it lies and when it was made (as the archive writes it)."""

    offset: int
    date: str


class Index:
    """The pages of a web archive in their order, and its pictures and documents by address."""

    def __init__(self, path: Opened) -> None:
        self.path = path
        self.breaks: list[tuple[int, str]] = []
        self.records = 0
        self.table = sqlite3.connect("", check_same_thread=False)  # a temporary file that removes itself
        self.table.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE pages (key BLOB, digest BLOB, offset INTEGER, date TEXT, address TEXT);
            CREATE TABLE files (key BLOB, digest BLOB, offset INTEGER);
            """
        )
        self._fill()
        self.table.executescript(
            """
            CREATE INDEX page_key ON pages (key); CREATE INDEX file_key ON files (key);
            CREATE INDEX file_digest ON files (digest);
            """
        )

    def pages(self) -> Iterator[tuple[str, list[Capture]]]:
        """Yield each address, in the order of the file, with its captures that differ, the newest first."""
        first = self.table.execute("SELECT key, min(offset) FROM pages GROUP BY key ORDER BY 2")
        for key, _ in first:
            rows = self.table.execute(
                "SELECT digest, offset, date, address FROM pages WHERE key = ? ORDER BY date DESC, "
                "offset DESC",
                (key,),
            ).fetchmany(50)
            seen: dict[bytes, Capture] = {}
            for digest, offset, date, _address in rows:
                seen.setdefault(digest, Capture(offset, date))
            yield rows[0][3], list(seen.values())

    def captures_of(self, address: str) -> list[Capture]:
        """Return the captures of a page's address, the newest first."""
        rows = self.table.execute(
            "SELECT offset, date FROM pages WHERE key = ? ORDER BY date DESC, offset DESC", (_key(address),)
        ).fetchmany(5)
        return [Capture(*row) for row in rows]

    def companion(self, name: str) -> bytes | None:
        """Return the bytes of a picture or document by its address; None where the archive has none."""
        if not name.startswith(("http://", "https://", "//")):
            return None
        row = self.table.execute(
            "SELECT coalesce(files.offset, known.offset) FROM files"
            " LEFT JOIN files known ON files.offset IS NULL AND known.digest = files.digest AND "
            "known.offset NOTNULL"
            " WHERE files.key = ? ORDER BY files.offset IS NULL LIMIT 1",
            (_key(name),),
        ).fetchone()
        if row is None or row[0] is None:
            return None
        with self.path.open("rb") as file:
            record = walking.record_at(file, row[0])
            if record is None:
                return None
            try:
                data = bodies.decoded(record, LARGEST_COMPANION)
            except bodies.Damaged:
                return None
            return data if data and len(data) <= LARGEST_COMPANION and not walking.left_out(record) else None

    def _fill(self) -> None:
        pages: list[tuple[Any, ...]] = []
        files: list[tuple[Any, ...]] = []
        with self.path.open("rb") as file:
            for found in walking.walk(file):
                if found.record is None:
                    self.breaks.append((found.offset, found.problem))
                    continue
                self.records += 1
                self._note(found.offset, found.record, pages, files)
                if len(pages) + len(files) > 5_000:
                    self._write(pages, files)
        self._write(pages, files)

    def _write(self, pages: list[tuple[Any, ...]], files: list[tuple[Any, ...]]) -> None:
        self.table.executemany("INSERT INTO pages VALUES (?, ?, ?, ?, ?)", pages)
        self.table.executemany("INSERT INTO files VALUES (?, ?, ?)", files)
        pages.clear()
        files.clear()

    def _note(
        self, offset: int, record: Any, pages: list[tuple[Any, ...]], files: list[tuple[Any, ...]]
    ) -> None:
        """Note one record; what is cut off is not noted."""
        address = address_of(record)
        if not address:
            return
        if record.rec_type == "revisit":
            digest = _said_digest(record)
            if digest:
                files.append((_key(address), digest, None))
            return
        if record.rec_type not in ("response", "resource") or not _is_whole(record):
            return
        kind = _kind(record)
        start = record.raw_stream.read(512) if kind in _HTML_TYPES or not kind else b""
        is_page = kind in _HTML_TYPES or (not kind and html.recognises(start, ""))
        if not is_page and not _FILES.match(kind):
            return
        digest = _said_digest(record) or _digest(record, start)
        walking.exhaust(record)
        if walking.left_out(record):
            return
        if is_page:
            pages.append((_key(address), digest, offset, _date(record), address))
        else:
            files.append((_key(address), digest, offset))


def inflated(path: Path) -> Path | Any:
    """Return a temporary file that opens like a path, with what a gzip file of one member holds. Raises
    `Unusable`.
    """
    most = 1_000_000_000 + 50 * path.stat().st_size
    holder = Held(tempfile.TemporaryDirectory(prefix="archive-"))
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    size = 0
    with path.open("rb") as packed, holder.path.open("wb") as plain:
        while block := packed.read(_BLOCK):
            while block:
                try:
                    part = inflater.decompress(block, 16 * _BLOCK)
                except zlib.error:
                    return holder  # what was unpacked so far is read, and tells where it ends
                size += len(part)
                if size > most:
                    raise Unusable(f"unpacks to more than {most:,} bytes, and was not read")
                plain.write(part)
                block = inflater.unconsumed_tail
                if inflater.eof:
                    block = inflater.unused_data
                    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    return holder


class Held:
    """A temporary file that lives as long as somebody holds it."""

    def __init__(self, folder: tempfile.TemporaryDirectory[str]) -> None:
        self.folder = folder
        self.path = Path(folder.name) / "records"

    def open(self, mode: str) -> BinaryIO:
        """Open it."""
        return self.path.open(mode)  # type: ignore[return-value]


def address_of(record: Any) -> str:
    """Return the web address that a record is of; "" for any other."""
    headers = record.rec_headers
    address = headers.get_header("WARC-Target-URI") or headers.get_header("uri") or ""
    address = address.strip().strip("<>")
    return address if address.lower().startswith(("http://", "https://")) and len(address) < 4_000 else ""


def _is_whole(record: Any) -> bool:
    """Say whether a record is the whole answer of a server: status 200, or a resource that needs none."""
    if record.rec_type == "resource":
        return True
    return record.http_headers is not None and record.http_headers.get_statuscode() == "200"


def _kind(record: Any) -> str:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _date(record: Any) -> str:
    said = record.rec_headers.get_header("WARC-Date") or record.rec_headers.get_header("archive-date") or ""
    digits = re.sub(r"\D", "", said)
    return digits[:14].ljust(14, "0")


def _said_digest(record: Any) -> bytes:
    said = (record.rec_headers.get_header("WARC-Payload-Digest") or "").strip()
    name, _, value = said.partition(":")
    try:
        if name.lower() == "sha1" and len(value) == 32:
            return base64.b32decode(value.upper())
    except ValueError:
        return b""
    return hashlib.sha1(said.encode(), usedforsecurity=False).digest() if value else b""


def _digest(record: Any, start: bytes) -> bytes:
    digest = hashlib.sha1(start, usedforsecurity=False)
    while block := record.raw_stream.read(_BLOCK):
        digest.update(block)
    return digest.digest()


def _key(address: str) -> bytes:
    if address.startswith("//"):
        address = f"http:{address}"
    return hashlib.blake2b(normalise(address).encode("utf-8", "replace"), digest_size=16).digest()
