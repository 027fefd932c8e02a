"""The rows of one sheet of a workbook, streamed: only cells that hold something cost anything."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from archive.importing.sheets.workbook import SheetPart, Workbook, elements, text_of

MOST_COLUMNS = 1_000
MOST_RANGES = 50_000
_LONGEST_TAIL = 64_000_000
_CHUNK = 1_000_000
_LARGEST_FILL = 200
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
_TAIL = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_TAG = re.compile(r"<(?:\w+:)?(hyperlink|mergeCell)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HYPERLINK = re.compile(r'\s*HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)


@dataclass(slots=True)
class GridRow:
    """A row: its number, its cells up to the last that holds something, and what is to be said of them.

    `links` are the addresses of cells, `formulas` the columns whose value a formula gave, `lost` those
    whose formula has no stored value; `beyond` counts cells past the last column that is read.
    """

    number: int
    cells: list[str] = field(default_factory=list)
    links: dict[int, str] = field(default_factory=dict)
    formulas: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    is_hidden: bool = False
    beyond: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell and not cell.isspace() for cell in self.cells)

    def put(self, column: int, value: str) -> None:
        """Set a cell; blank ones are made up to it."""
        if len(self.cells) <= column:
            self.cells.extend([""] * (column + 1 - len(self.cells)))
        self.cells[column] = value


class Grid:
    """One sheet of a workbook. `has_merged` says that some cells are one."""

    def __init__(self, workbook: Workbook, sheet: SheetPart) -> None:
        self.workbook, self.sheet = workbook, sheet
        self.links: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self._read_tail()

    @property
    def has_merged(self) -> bool:
        """Whether some cells of the sheet are merged."""
        return bool(self.merged)

    def rows(self) -> Iterator[GridRow]:
        """Yield the rows that hold something, in the order of the file."""
        waiting = sorted(self.merged, reverse=True)
        active: list[tuple[tuple[int, int, int, int], str]] = []
        for row in self._rows():
            active = [(area, value) for area, value in active if area[2] >= row.number]
            while waiting and waiting[-1][0] <= row.number:
                area = waiting.pop()
                if area[0] == row.number and area[1] < len(row.cells):
                    active.append((area, row.cells[area[1]]))
            for (_, left, _, right), value in active:
                for column in range(left, right + 1) if value else ():
                    if column >= len(row.cells) or not row.cells[column]:
                        row.put(column, value)
            if not row.is_blank:
                yield row

    def _rows(self) -> Iterator[GridRow]:
        row = GridRow(1)
        with self.workbook.open(self.sheet.part) as stream:
            for element in elements(stream, "c", "row"):
                if element.tag.endswith("}row") or element.tag == "row":
                    row.number = _integer(element.get("r")) or row.number
                    row.is_hidden = element.get("hidden") in ("1", "true")
                    for column in range(len(row.cells)):
                        link = self.links.get((row.number, column))
                        if link:
                            row.links.setdefault(column, link)
                    yield row
                    row = GridRow(row.number + 1)
                else:
                    self._cell(row, element)

    def _cell(self, row: GridRow, element: Any) -> None:
        place = _REFERENCE.fullmatch(element.get("r", ""))
        column = _column(place[1]) if place else len(row.cells)
        value, formula = self._value(element)
        if column >= MOST_COLUMNS:
            row.beyond += bool(value)
            return
        if formula is not None:
            (row.formulas if value else row.lost).append(column)
            link = _HYPERLINK.match(formula)
            if link:
                row.links[column] = link[1]
        if value:
            row.put(column, value)

    def _value(self, element: Any) -> tuple[str, str | None]:
        """Return the value of a cell as text, and its formula if it has one."""
        raw, formula, inline = "", None, ""
        for child in element:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name == "v":
                raw = child.text or ""
            elif name == "f":
                formula = child.text or ""
            elif name == "is":
                inline = text_of(child)
        kind = element.get("t", "n")
        if kind == "s":
            return self.workbook.strings.get(_integer(raw) if raw.strip().isdecimal() else -1), formula
        if kind == "inlineStr":
            return inline, formula
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw.strip(), raw), formula
        if kind in ("str", "e", "d"):
            return raw, formula
        return self._number(raw.strip(), _integer(element.get("s"))), formula

    def _number(self, raw: str, style: int) -> str:
        if not raw or len(raw) > 40:
            return raw[:40]
        try:
            number = Decimal(raw)
            if not number.is_finite() or abs(number.adjusted()) > 30:
                return raw
            day = self.workbook.day(float(number), style)
        except (InvalidOperation, ValueError, OverflowError):
            return raw
        if day:
            return day
        return str(int(number)) if number == number.to_integral_value() else f"{number.normalize():f}"

    def _read_tail(self) -> None:
        """Take links and merged cells, which stand behind the cells, without parsing those."""
        tail = self._tail().decode("utf-8", "replace")
        relations = self.workbook.relations(self.sheet.part) if "hyperlink" in tail else {}
        for match in _TAG.finditer(tail):
            attributes = {
                name: html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(match[2])
            }
            area = _area(attributes.get("ref", ""))
            if area is None:
                continue
            if match[1] == "mergeCell":
                if len(self.merged) < MOST_RANGES and area[3] - area[1] < _LARGEST_FILL:
                    self.merged.append(area)
                continue
            identity = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            target = relations.get(identity, ("", ""))[1]
            if target and area[0] == area[2] and len(self.links) < MOST_RANGES * 20:
                self.links.setdefault((area[0], area[1]), target)

    def _tail(self) -> bytes:
        with self.workbook.open(self.sheet.part) as stream:
            before = b""
            while chunk := stream.read(_CHUNK):
                found = _TAIL.search(before + chunk)
                if found:
                    return (before + chunk)[found.end() :] + stream.read(_LONGEST_TAIL)
                before = chunk[-40:]
        return b""


def _area(reference: str) -> tuple[int, int, int, int] | None:
    """Return the top, left, bottom and right of "B2:C4"; rows count from 1, columns from 0."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    top, left = int(found[2]), _column(found[1])
    return top, left, int(found[4] or top), _column(found[3] or found[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
