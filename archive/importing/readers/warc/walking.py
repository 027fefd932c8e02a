"""From the bytes of a WARC or ARC file to its records, whatever is broken in between.

warcio parses. Three things are added: a line without end is refused, a broken record costs itself only, for
the next one is looked for, and what ends in the middle is told.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

LONGEST_LINE = 1_000_000
MOST_BREAKS = 200
_BLOCK = 65_536
_CUT = "is cut off in the middle of a record"
_GZIP = b"\x1f\x8b\x08"
_PLAIN = re.compile(rb"\nWARC/[01]\.\d+\r?\n")


class OneMember(ValueError):
    """A gzip file whose records are not members of their own: it has to be unpacked before it can be read."""


class _Broken(ValueError):
    """The stream is no gzip any more, or holds a line without end."""


@dataclass(slots=True)
class Found:
    """A record and where it begins; or a place where the file is broken, with what is wrong there."""

    offset: int
    record: Any = None
    problem: str = ""


class _Reader(DecompressingBufferedReader):
    """Raises where warcio's own reader would print to the terminal and go on as if the file had ended."""

    began = False

    def _decompress(self, data: bytes) -> bytes:
        if not self.decompressor or not data:
            return data
        try:
            inflated = self.decompressor.decompress(data)
        except zlib.error:
            if self.began:
                raise _Broken("is damaged") from None
            self.decompressor = None
            return data
        self.began = True
        return inflated

    def readline(self, length: int | None = None) -> bytes:
        line = super().readline(length or LONGEST_LINE)
        if length is None and len(line) >= LONGEST_LINE:
            raise _Broken("holds a line without end")
        return line

    def ended_within(self) -> bool:
        """Say whether the file ended in the middle of a compressed record."""
        return bool(self.began and self.decompressor and not self.decompressor.eof)


class _Records(ArchiveIterator):
    """warcio's iterator, silent and over the reader above."""

    INC_RECORD = ""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.reader = _Reader(self.fh, block_size=16_384)
        self.ended_within = False

    def is_at_end(self) -> bool:
        """Say whether nothing comes any more."""
        return self.reader.ended_within() or not self.reader.read(1)

    def close(self) -> None:
        """Remember, before everything is let go, whether the file ended where a record did."""
        if self.reader is not None:
            self.ended_within = self.reader.ended_within()
        super().close()


def walk(file: BinaryIO) -> Iterator[Found]:
    """Yield every record of a file from where it stands, and every place where it is broken.

    A record's `raw_stream` has to be read before the next one is asked for. Raises `OneMember`.
    """
    breaks = 0
    start = file.tell()
    while start >= 0 and breaks < MOST_BREAKS:
        file.seek(start)
        records = _Records(file)
        at = start
        problem = ""
        try:
            for record in records:
                at = records.offset
                if not _has_length(record):
                    problem = _CUT if records.is_at_end() else "holds a record that does not say its length"
                    break
                yield Found(at, record)
                exhaust(record)
                if left_out(record):
                    problem = _CUT
                    break
            else:
                at = records.offset
                if records.ended_within:
                    problem = _CUT
        except ArchiveLoadFailed as error:
            if "non-chunked gzip" in str(error):
                raise OneMember from None
            at, problem = records.offset, "holds what is no record"
        except _Broken as error:
            at, problem = records.offset, str(error)
        except Exception:  # warcio raises whatever its parsers meet in broken headers
            at, problem = records.offset, "holds a record whose headers cannot be read"
        if not problem:
            return
        breaks += 1
        yield Found(at, problem=problem)
        start = _next_start(file, max(at, start) + 1)


def record_at(file: BinaryIO, offset: int) -> Any:
    """Return the record that begins at `offset`; None where none can be read."""
    file.seek(offset)
    try:
        return next(iter(_Records(file)), None)
    except Exception:  # as above
        return None


def exhaust(record: Any) -> None:
    """Read what is left of a record."""
    while record.raw_stream.read(_BLOCK):
        pass


def left_out(record: Any) -> int:
    """Return how many bytes a record that was read to its end promised and does not have."""
    return max(int(getattr(record.raw_stream, "limit", 0) or 0), 0)


def _has_length(record: Any) -> bool:
    """Say whether a record tells its length: without it, it would swallow all that follow."""
    said = record.rec_headers.get_header("Content-Length") or record.rec_headers.get_header("length") or ""
    return said.strip().isdigit()


def _next_start(file: BinaryIO, offset: int) -> int:
    """Return where the next record begins after `offset`, -1 where none does."""
    file.seek(offset)
    position = offset
    kept = b""
    while block := file.read(_BLOCK):
        window = kept + block
        base = position - len(kept)
        found = _PLAIN.search(window)
        if found:
            return base + found.start() + 1
        at = window.find(_GZIP)
        while at >= 0:
            if _is_record(file, base + at):
                return base + at
            at = window.find(_GZIP, at + 1)
        position += len(block)
        file.seek(position)
        kept = window[-64:]
    return -1


def _is_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(file.read(4_096), 64)
    except zlib.error:
        return False
    return head.startswith((b"WARC/", b"http://", b"https://"))
