"""Delimited text with a header: commas, semicolons, tabs or bars, in any encoding, of any size.

A sheet is recognised by columns of known names. Where only a mapping tells what they hold, say
`--format csv`. Files are read row by row; a second time only when a whole column has to be asked.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator, Sequence

from archive.importing.mapping import Mapping
from archive.importing.records import Reading, Readings, Source
from archive.importing.sheets import decoding, layout
from archive.importing.sheets.decoding import Encoding
from archive.importing.sheets.delimited import Dialect, Row, dialects, rows
from archive.importing.sheets.layout import Layout
from archive.importing.sheets.rows import CONTEXT, Sheet

NAME = "csv"

_HEAD = 262_144
_SAMPLE = 60
_MANY = 4
"""Known columns that no prose has by chance."""
_MOST_BEFORE = 12
_OTHERS = re.compile(r"\s*(?:[{\[<#]|---|\+\+\+|===|WARC/|%PDF|\{\\rtf|From \S+@)")
_RULE = re.compile(r"^[ |:-]*-{2,}[ |:-]*$", re.MULTILINE)


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file begins with a header of articles' columns, and rows that keep to it."""
    if head[:2] == b"PK" or head[:4] == b"\xd0\xcf\x11\xe0":
        return False
    encoding = decoding.of_head(head)
    text = head.decode(encoding.name, "replace")
    if encoding.name != "utf-16" and "\x00" in text[:4096]:
        return False
    text = text.removeprefix("\ufeff")
    if not text.strip() or _OTHERS.match(text):
        return False
    if text.lstrip().startswith("|") and _RULE.search(text[:4096]):
        return False  # a table in Markdown
    found = _best(text, Mapping(), whole=len(head) < 65_536)
    if found is None:
        return False
    _, place, header, sample = found
    if not header.is_of_articles or len(header.keys) < 2 or not _begins_with(header, sample[:place]):
        return False
    return len(header.keys) >= _MANY or _keeps_to(header, sample[place + 1 :])


def read(source: Source) -> Readings:
    """Yield a reading for each row under the header; blank rows count for nothing."""
    mapping = Mapping.of(source.context.get("map"))
    if CONTEXT in source.context:
        encoding, dialect = Encoding("utf-8"), Dialect()
        found = _header_of(source, encoding, dialect, mapping)
    else:
        encoding = decoding.of_file(source.path)
        with encoding.open(source.path) as file:
            text = file.read(_HEAD)
            whole = not file.read(1)
        best = _best(text, mapping, whole=whole)
        found = best and (best[1], best[2])
        dialect = best[0] if best else Dialect()
    if not found:
        if _is_blank(source):
            return
        yield Reading(source, b"").reject(
            "has no header whose columns are known",
            remedy='Name the columns in its first row ("title", "date", "authors", "body" ...), or give a '
            "mapping with --map",
        )
        return
    place, header = found
    yield from _records(source, encoding, dialect, place, header, mapping)


def _is_blank(source: Source) -> bool:
    """Say whether a file holds nothing but blanks and marks."""
    with source.path.open("rb") as file:
        return not file.read(_HEAD).strip(b"\xef\xbb\xbf\xff\xfe \t\r\n,;|\x00")


def _records(
    source: Source, encoding: Encoding, dialect: Dialect, place: int, header: Layout, mapping: Mapping
) -> Readings:
    def scan() -> Iterator[Sequence[str]]:
        with encoding.open(source.path) as again:
            yield from (row.cells for row in itertools.islice(rows(again, dialect), place + 1, None))

    sheet = Sheet(source, header, mapping, scan)
    assumption = encoding.assumption
    with encoding.open(source.path) as file:
        for row in itertools.islice(rows(file, dialect), place + 1, None):
            if row.is_blank and not row.problem:
                continue
            notes = []
            if assumption:
                notes.append({"problem": assumption, "remedy": "Save it as UTF-8 where words look wrong"})
            if encoding.errors == "replace" and any("\ufffd" in cell for cell in row.cells):
                notes.append(
                    {
                        "problem": f"holds bytes that are not {encoding.name}, shown as \ufffd",
                        "remedy": "Save the file as UTF-8",
                    }
                )
            reading = sheet.reading(row.cells, f"row {row.number}", problem=row.problem, notes=notes)
            if reading is not None:
                assumption = ""
                yield reading


def _header_of(
    source: Source, encoding: Encoding, dialect: Dialect, mapping: Mapping
) -> tuple[int, Layout] | None:
    """Return the first row of evidence as the header that it is."""
    with encoding.open(source.path) as file:
        first = next(rows(file, dialect), None)
    return (0, layout.of_header(first.cells, mapping)) if first else None


def _best(text: str, mapping: Mapping, *, whole: bool) -> tuple[Dialect, int, Layout, list[Row]] | None:
    """Return the dialect that makes most sense of a text's beginning, its header, and the first rows.

    Most sense makes the one that finds most known columns; then the one whose rows keep best to it.
    """
    best = None
    for dialect in dialects(text):
        sample = list(itertools.islice(rows(io.StringIO(text, newline=""), dialect), _SAMPLE))
        if not whole and len(sample) > 1 and len(sample) < _SAMPLE:
            sample.pop()
        found = layout.find([row.cells for row in sample], mapping)
        if found is None:
            continue
        place, header = found
        below = [row for row in sample[place + 1 :] if not row.is_blank]
        exact = sum(len(row.cells) == len(header.header) for row in below) / max(1, len(below))
        score = (len(header.keys), exact)
        if best is None or score > best[0]:
            best = score, (dialect, place, header, sample)
    return best and best[1]


def _begins_with(header: Layout, above: Sequence[Row]) -> bool:
    """Say whether only titles and notes stand above a header, and its words are those of one."""
    if len(above) > _MOST_BEFORE or any(cell.count("(") != cell.count(")") for cell in header.header):
        return False
    return all(2 * sum(bool(cell.strip()) for cell in row.cells) <= len(header.header) for row in above)


def _keeps_to(header: Layout, below: Sequence[Row]) -> bool:
    """Say whether most rows have about as many cells as the header; prose with commas has not."""
    width = len(header.header)
    filled = [row for row in below if not row.is_blank]
    if not filled:
        return width > 2 and len(header.fields) * 2 > width
    fitting = sum(2 <= len(row.cells) <= width + 2 and len(row.cells) * 2 >= width for row in filled)
    return fitting * 10 >= len(filled) * 7
