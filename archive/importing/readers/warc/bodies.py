"""The body of a response as the browser would have it: chunks joined, compression undone, never more than
asked for.
"""

from __future__ import annotations

import zlib
from typing import Any

import brotli
from warcio.bufferedreaders import ChunkedDataReader

_BLOCK = 16_384
_HTML = (b"<!", b"<h", b"<H", b"<?", b"<b", b"<B", b"\xef\xbb\xbf")


class Damaged(ValueError):
    """A body that cannot be unpacked; the message is a sentence without its subject."""


def decoded(record: Any, most: int) -> bytes:
    """Return at most `most + 1` bytes of a record's body, decoded. Raises `Damaged`.

    Many crawlers undo chunks or compression and leave the headers as they were: both are told by the bytes.
    """
    headers = record.http_headers
    stream = record.raw_stream
    if headers is not None and "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        stream = ChunkedDataReader(stream, decomp_type=None)
    codings = []
    if headers is not None:
        said = headers.get_header("Content-Encoding") or ""
        codings = [coding.strip().lower() for coding in said.split(",") if coding.strip()]
    data = _read(stream, most)
    for coding in reversed(codings):
        data = _undone(data, coding, most)
    return data


def _read(stream: Any, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while size <= most and (block := stream.read(min(_BLOCK, most + 1 - size))):
        parts.append(block)
        size += len(block)
    return b"".join(parts)


def _undone(data: bytes, coding: str, most: int) -> bytes:
    if not data or coding in ("identity", "none", "utf-8"):
        return data
    if coding in ("gzip", "x-gzip"):
        return _inflated(data, 16 + zlib.MAX_WBITS, most) if data[:2] == b"\x1f\x8b" else data
    if coding == "deflate":
        if data.lstrip()[:2].startswith(_HTML):
            return data
        for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
            try:
                return _inflated(data, window, most)
            except Damaged:
                continue
        raise Damaged("is compressed with deflate and damaged")
    if coding == "br":
        return data if data.lstrip()[:3].startswith(_HTML) else _unbrotlied(data, most)
    if data.lstrip()[:3].startswith(_HTML):
        return data
    raise Damaged(f"is compressed with {coding[:20]}, which is not known here")


def _inflated(data: bytes, window: int, most: int) -> bytes:
    """Return inflated bytes; of several members all are taken."""
    parts: list[bytes] = []
    size = 0
    while data and size <= most:
        inflater = zlib.decompressobj(window)
        try:
            part = inflater.decompress(data, most + 1 - size)
        except zlib.error:
            if parts:
                break  # rubbish behind the last member
            raise Damaged("is compressed and damaged") from None
        parts.append(part)
        size += len(part)
        if not inflater.eof:
            if size <= most:
                raise Damaged("is compressed and cut off")
            break
        data = inflater.unused_data
    return b"".join(parts)


def _unbrotlied(data: bytes, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    inflater = brotli.Decompressor()
    try:
        part = inflater.process(data, output_buffer_limit=_BLOCK)
        while True:
            parts.append(part)
            size += len(part)
            if size > most or inflater.is_finished():
                return b"".join(parts)[: most + 1]
            if inflater.can_accept_more_data():
                raise Damaged("is compressed with brotli and cut off")
            part = inflater.process(b"", output_buffer_limit=_BLOCK)
    except brotli.error:
        raise Damaged("is compressed with brotli and damaged") from None
