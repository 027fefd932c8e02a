"""Delimited text, parted into rows without ever holding more than one of them.

The standard library's parser does the work; what it leaves to its callers is done here: a quotation mark
that is never closed costs its own line and not the rest of the file, and no row is of unbounded length.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

LONGEST = 16_000_000
"""Characters in one row; bodies have at most 2 MB."""

DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r'\ufeff?"?sep=([^"\r\n])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_ESCAPED = re.compile(r'\\"')
_SPACED = re.compile(r'[,;|] +"')
_UNCLOSED = "has a quotation mark that is never closed; its line was read by itself"
_OVERLONG = f"is longer than {LONGEST:,} characters; it was not read"


@dataclass(frozen=True, slots=True)
class Dialect:
    """Which sign parts cells, whether a quote inside one is `\\"`, and whether blanks precede quotes."""

    delimiter: str = ","
    escaped: bool = False
    spaced: bool = False

    @property
    def options(self) -> dict[str, object]:
        """The arguments of `csv.reader`."""
        return {
            "delimiter": self.delimiter,
            "escapechar": "\\" if self.escaped else None,
            "doublequote": True,
            "skipinitialspace": self.spaced,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its `number` as a spreadsheet shows it, its cells, and what is wrong with it, if anything."""

    number: int
    cells: list[str]
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell and not cell.isspace() for cell in self.cells)


def dialects(head: str) -> list[Dialect]:
    """Return the ways in which a text that begins so may be parted, the plainest first."""
    told = _SEPARATOR.match(head)
    signs = told[1] if told else [sign for sign in DELIMITERS if sign in head] or ","
    found = [Dialect(sign) for sign in signs]
    if _SPACED.search(head):
        found += [Dialect(sign, spaced=True) for sign in signs if sign != "\t"]
    if _ESCAPED.search(head):
        found += [Dialect(sign, escaped=True) for sign in signs]
    return found


def rows(text: TextIO, dialect: Dialect) -> Iterator[Row]:
    """Yield every row of a text that was opened with `newline=""`, blank ones too, numbered from 1.

    A first line "sep=;" is none. Nothing is raised for what the text holds.
    """
    if csv.field_size_limit() < LONGEST:
        csv.field_size_limit(LONGEST)
    lines = _Lines(text)
    reader = csv.reader(lines, **dialect.options)
    number = 0
    while True:
        lines.begin()
        problem = ""
        try:
            cells = next(reader)
        except StopIteration:
            if lines.ended:
                return
            cells = []
        except csv.Error as error:
            cells, problem = [], f"cannot be parted into cells ({error}); it was not read"
        number += 1
        if lines.overlong:
            cells, problem = [], _OVERLONG
        elif lines.unclosed:
            first = lines.only_first()
            alone = next(csv.reader([first], delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE), [])
            cells = [cell.strip('"') for cell in alone]
            problem = _UNCLOSED
        if lines.overlong or lines.unclosed:
            reader = csv.reader(lines, **dialect.options)
        yield Row(number, cells, problem)


class _Lines:
    """The lines of a text; those of the row in work can be given back."""

    def __init__(self, text: TextIO) -> None:
        self.text = text
        self.back: deque[str] = deque()
        first = text.readline(LONGEST + 1)
        if first and not _SEPARATOR.fullmatch(first):
            self.back.append(first.removeprefix("\ufeff"))
        self.ended = False
        self.begin()

    def begin(self) -> None:
        """Begin with a row."""
        self.taken: list[str] = []
        self.size = 0
        self.unclosed = self.overlong = False

    def only_first(self) -> str:
        """Return the first line of the row; the others are lines again."""
        self.back.extendleft(reversed(self.taken[1:]))
        self.ended = False
        return self.taken[0]

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.back.popleft() if self.back else self.text.readline(LONGEST + 1)
        if not line:
            self.ended = True
            self.unclosed = bool(self.taken)
            raise StopIteration
        if len(line) > LONGEST:
            self.overlong = True
            while line and not line.endswith(("\n", "\r")):
                line = self.text.readline(LONGEST)
            raise StopIteration
        self.size += len(line)
        self.taken.append(line)
        if self.size > LONGEST:
            self.unclosed = True
            raise StopIteration
        return line
