"""Lists of old addresses and what they lead to, as staff and other systems write them: a stream of lines.

A list is a table of `old,new[,status]` with or without a header, parted by commas, semicolons, tabs, bars or
blanks, in UTF-8, UTF-16 or, where a line is neither, Windows-1252. No address holds a line break: every line
stands for itself, so that one broken quotation mark spoils one line only.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 65_536
HEAD = 40
"""Lines by which the delimiter is told."""

OLD = (
    "old, old url, old address, old path, old link, from, from url, source, source url, request, request url"
)
OLD += ", legacy, legacy url, legacy address, origin, redirect from, url from, url, address, path, permalink"
NEW = "new, new url, new address, new path, new link, to, to url, target, target url, destination"
NEW += ", destination url, redirect, redirect to, redirect url, url to, location, replacement"
STATUS = "code, http code, status code, http status, status, type, redirect type"
PATTERN = "regex, is regex, format, match type, pattern"
LEADS = {
    "",
    "301",
    "302",
    "303",
    "307",
    "308",
    "moved",
    "permanent",
    "redirect",
    "enabled",
    "active",
    "url",
    "plain",
}
GONE = {"410", "404", "451", "gone", "deleted", "removed"}
OFF = {"disabled", "inactive", "off"}


@dataclass(frozen=True, slots=True)
class RedirectLine:
    """One line of a list. `problem` says why it cannot be used; else an empty `new` means gone for good."""

    number: int
    old: str
    new: str = ""
    problem: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in a row each thing stands; None for what the list does not say."""

    old: int = 0
    new: int | None = 1
    status: int | None = 2
    pattern: int | None = None


def read_list(path: Path) -> Iterator[RedirectLine]:
    """Yield the lines of a list, empty lines, remarks (#) and the header left out. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        encoding = "utf-8-sig" if start.startswith(BOM_UTF8) else "utf-8"
        if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            encoding = "utf-16"
        errors = "surrogateescape" if encoding != "utf-16" else "replace"
        yield from _read(TextIOWrapper(file, encoding, errors))


def _read(text: TextIO) -> Iterator[RedirectLine]:
    lines = _lines(text)
    head = list(islice(lines, HEAD))
    delimiter = delimiter_of([line for _, line in head])
    columns = None
    for number, line in _chain(head, lines):
        if len(line) > LONGEST_LINE:
            yield RedirectLine(number, line[:80] + "…", problem=f"is longer than {LONGEST_LINE:,} characters")
            continue
        cells = _cells(line, delimiter)
        if columns is None:
            columns = columns_of(cells)
            if columns is not None:
                continue
            columns = _Columns()
        yield _line(number, cells, columns)


def _line(number: int, cells: list[str], columns: _Columns) -> RedirectLine:
    def cell(place: int | None) -> str:
        return cells[place].strip() if place is not None and place < len(cells) else ""

    old, new, status = cell(columns.old), cell(columns.new), cell(columns.status).lower()
    if not old:
        return RedirectLine(number, "", problem="names no old address", remedy="Write old,new")
    if len(cells) < 2:
        return RedirectLine(
            number, old, problem="does not say where the address leads", remedy="Write old,new, or old,,410"
        )
    if (
        "*" in old
        or cell(columns.pattern).lower() in ("1", "true", "yes", "regex", "regexp")
        or old[0] == "^"
    ):
        return RedirectLine(
            number, old, problem="is a pattern, not an address", remedy="Give each address a line of its own"
        )
    if status in OFF:
        return RedirectLine(number, old, problem="is switched off in the list")
    if status in GONE:
        return RedirectLine(number, old)
    if status not in LEADS:
        return RedirectLine(
            number,
            old,
            problem=f"has the status “{status[:40]}”, which is not understood",
            remedy="Use 301 or 410",
        )
    return RedirectLine(number, old, new)


def delimiter_of(lines: Sequence[str]) -> str:
    """Return what parts most lines so that the second cell is an address or nothing; " " for blanks."""
    best, most = ",", 0
    for delimiter in ("\t", ";", ",", "|", " "):
        score = 0
        for line in lines:
            cells = _cells(line, delimiter)
            first = len(cells) > 1 and (_looks_like_address(cells[0]) or line is lines[0])
            score += bool(first and (not cells[1].strip() or _looks_like_address(cells[1])))
        if score > most:
            best, most = delimiter, score
    return best


def columns_of(cells: list[str]) -> _Columns | None:
    """Return where things stand by the names of a header; None for a row that is no header."""
    if any(_looks_like_address(cell) for cell in cells) or len(cells) < 2:
        return None
    names = [re.sub(r"[\W_]+", " ", cell).strip().lower() for cell in cells]

    def place(known: str, without: int | None = None) -> int | None:
        places = (names.index(name) for name in known.split(", ") if name in names)
        return next((place for place in places if place != without), None)

    old = place(OLD)
    new = place(NEW, old)
    if old is None and new is None:
        return _Columns(status=2 if len(cells) > 2 else None)
    if old is None:
        old = 0 if new != 0 else 1
    if new is None:
        new = old + 1
    return _Columns(old, new, place(STATUS), place(PATTERN))


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter == " ":
        return line.split()
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return line.split(delimiter)


def _looks_like_address(cell: str) -> bool:
    return bool(re.search(r"/|\?|\w\.\w", cell))


def _lines(text: TextIO) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; of one that is too long, its beginning."""
    number = 0
    while line := text.readline(LONGEST_LINE + 2):
        number += 1
        whole = line
        while not whole.endswith("\n") and (whole := text.readline(LONGEST_LINE)):
            pass
        line = line.rstrip("\r\n")
        if not line.isascii():
            line = _legible(line)
        line = line.lstrip("\ufeff")
        if line.strip(" \t,;|") and not line.startswith("#"):
            yield number, line


def _legible(line: str) -> str:
    """Return a line whose bytes are no UTF-8 as Windows-1252 reads it."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return line


def _chain(head: list[tuple[int, str]], rest: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    yield from head
    yield from rest
