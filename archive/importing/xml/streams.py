"""Bytes of an XML file to its text: gzip within bounds, encodings, and no declaration of any kind."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 18
MOST_EXPANDED = 20_000_000_000
FREELY_EXPANDED = 64_000_000
HIGHEST_RATIO = 200

GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][\w.-]{0,40})[\"']")
_LATIN = frozenset(("iso8859-1", "ascii"))


_IN_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<!(DOCTYPE|ENTITY)\s*([^\s>\[]{0,60})", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*(?::[\w.-]+)?)(?=[\s/>])")


class XmlRefused(ValueError):
    """XML that is not read at all; the message is a sentence without its subject."""


def beginning(head: bytes) -> str:
    """Return the text of a file's first bytes, "" where they are no XML; gzip is looked into.

    What stands before the first `<` (a warning of the program that wrote it, blank lines) is left out.
    """
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 65_536)
        except zlib.error:
            return ""
    encoding, mark = _encoding(head)
    text = head[mark:].decode(encoding, "replace")
    start = text.find("<", 0, 4_000)
    return text[start:] if start >= 0 else ""


def root_of(text: str) -> str:
    """Return the name of the first element of a document's text, without its prefix; "" for none."""
    rest = text[_prolog_end(text) :]
    if declaration := _DECLARATION.match(rest):
        name = declaration[2].rpartition(":")[2]
        found = re.search(rf"<(?:[\w.-]+:)?{re.escape(name)}(?=[\s/>])", rest) if name else None
        return name if found or not name else ""
    found = _ROOT.match(rest)
    return found[1].rpartition(":")[2] if found else ""


def declares(text: str) -> str:
    """Return the declaration with which a document begins ("DOCTYPE note"), "" where there is none."""
    found = _DECLARATION.match(text, _prolog_end(text))
    return f"{found[1].upper()} {found[2]}".strip() if found else ""


def refuse_declarations(text: str) -> None:
    """Raise `XmlRefused` where a document declares its type or entities. Takes linear time."""
    if found := declares(text):
        raise XmlRefused(
            f'declares a document type or entities ("<!{found}"), which can hide bombs and read other files; '
            "nothing of it was read"
        )


def _prolog_end(text: str) -> int:
    position = 0
    while found := _IN_PROLOG.match(text, position):
        position = found.end()
    return position


def _encoding(head: bytes) -> tuple[str, int]:
    """Return the encoding of a document by its mark or declaration, and how many bytes the mark has."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark) if mark[0] != ord("<") and mark[:1] != b"\x00" else 0
    found = _ENCODING.search(head[:4_000])
    try:
        name = codecs.lookup(found[1].decode()).name if found else "utf-8"
        b"<".decode(name)
    except (LookupError, UnicodeError):
        name = "utf-8"
    if name in _LATIN:
        name = "cp1252"
    return ("utf-8" if name.startswith("utf-16") else name), 0


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes, unpacked where it is gzip; raises `XmlRefused` for what expands beyond bounds.

    A gzip stream that ends early or is damaged ends here, without a word: the document is cut off then.
    """
    with path.open("rb") as file:
        first = file.read(CHUNK)
        if not first.startswith(GZIP):
            while first:
                yield first
                first = file.read(CHUNK)
            return
        taken, given = len(first), 0
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        waiting = first
        while True:
            try:
                data = unpacker.decompress(waiting, CHUNK)
            except zlib.error:
                return
            given += len(data)
            if given > MOST_EXPANDED or (given > FREELY_EXPANDED and given > HIGHEST_RATIO * taken):
                raise XmlRefused(f"expands from {taken:,} to over {given:,} bytes; it was not read further")
            if data:
                yield data
            if unpacker.eof:
                waiting = unpacker.unused_data
                unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
            else:
                waiting = unpacker.unconsumed_tail
            if not waiting and not data:
                waiting = file.read(CHUNK)
                taken += len(waiting)
                if not waiting:
                    return


def texts(path: Path) -> Iterator[str]:
    """Yield a file's text in chunks; a byte that is not of its encoding becomes U+DC80 to U+DCFF."""
    decoder = None
    for data in _chunks(path):
        if decoder is None:
            name, mark = _encoding(data)
            errors = "surrogateescape" if name == "utf-8" else "replace"
            decoder = codecs.getincrementaldecoder(name)(errors)
            data = data[mark:]
        yield decoder.decode(data).replace("\r\n", "\n")
    if decoder is not None:
        yield decoder.decode(b"", True)
