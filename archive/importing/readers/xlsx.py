"""Workbooks: every sheet whose header is known is read; formulas are never evaluated.

Old binary workbooks and OpenDocument sheets are recognised and refused with what to do about it. The
evidence of a row is its header and itself as CSV, which the reader `csv` reads again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from archive.importing.mapping import Mapping
from archive.importing.records import Reading, Readings, Source
from archive.importing.sheets import layout
from archive.importing.sheets.grid import Grid, GridRow
from archive.importing.sheets.layout import Layout
from archive.importing.sheets.rows import Sheet
from archive.importing.sheets.workbook import SheetPart, Workbook, WorkbookError, opened
from archive.text.addresses import is_safe_url

NAME = "xlsx"

_PART = re.compile(rb"xl/(?:workbook|worksheets|_rels|sharedStrings|styles|theme|media)")
_FIRST = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"customXml/")
"""What the first name in the package of a workbook begins with."""
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_SAMPLE = 60
_ADDRESS_KEYS = frozenset(("url", "source_url", "attachments", "image"))


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file is a workbook of any kind, the old and the foreign ones too."""
    if head.startswith(_OLD):
        return True
    if not head.startswith(b"PK\x03\x04"):
        return False
    return _is_open_document(head) or (head[30:].startswith(_FIRST) and bool(_PART.search(head)))


def read(source: Source) -> Readings:
    """Yield a reading for each row under the header of each sheet."""
    with source.path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLD):
        yield Reading(source, b"").reject(
            "is an old binary workbook (.xls), or protected by a password",
            remedy="Save it as .xlsx without a password, or each sheet as CSV",
        )
        return
    if _is_open_document(head):
        yield Reading(source, b"").reject("is an OpenDocument sheet (.ods)", remedy="Save it as .xlsx or CSV")
        return
    try:
        with opened(source.path) as workbook:
            yield from _sheets(source, workbook)
    except WorkbookError as error:
        yield Reading(source, b"").reject(str(error), remedy=error.remedy)


def _is_open_document(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and _OPEN_DOCUMENT in head[:200]


def _sheets(source: Source, workbook: Workbook) -> Readings:
    mapping = Mapping.of(source.context.get("map"))
    told: list[str] = []
    known: list[tuple[Grid, int, Layout]] = []
    for part in workbook.sheets:
        grid = Grid(workbook, part)
        sample = list(itertools.islice(grid.rows(), _SAMPLE))
        if not sample:
            continue
        found = layout.find([row.cells for row in sample], mapping)
        if found is None or not _is_of_articles(found[1], alone=len(workbook.sheets) == 1):
            told.append(f'The sheet "{part.name[:60]}" has no header of articles and was left out')
        elif not part.is_visible:
            told.append(f'The sheet "{part.name[:60]}" is hidden and was left out; show it to have it read')
        else:
            known.append((grid, sample[found[0]].number, found[1]))
    if not known:
        if told:
            yield Reading(source, b"").reject(
                "; ".join(told[:5]), remedy="Name the columns in the first row, or give a mapping with --map"
            )
        return
    notes = [{"problem": problem} for problem in told]
    for grid, number, header in known:
        for reading in _rows(source, grid, number, header, mapping):
            for note in notes:
                reading.fault(**note)
            notes.clear()
            yield reading


def _is_of_articles(header: Layout, *, alone: bool) -> bool:
    return alone or header.is_of_articles or any(field.column.rank < 0 for field in header.fields)


def _rows(source: Source, grid: Grid, header_row: int, header: Layout, mapping: Mapping) -> Readings:
    titles = [field.index for field in header.fields if field.key == "title"]
    linked = "url" not in header.keys and (grid.links or _has_link_formula(grid))
    if titles and linked:
        header = layout.of_header([*header.header, "url"], mapping)
    else:
        titles = []
    addresses = [field.index for field in header.fields if field.key in _ADDRESS_KEYS]
    width = len(header.header)

    def scan() -> Iterator[Sequence[str]]:
        return (row.cells for row in _below(grid, header_row))

    sheet = Sheet(source, header, mapping, scan)
    teller = _Teller(header, grid)
    for row in _below(grid, header_row):
        for index in addresses:
            if index in row.links and not is_safe_url(row.cells[index]):
                row.put(index, row.links[index])
        if titles:
            address = next((row.links[index] for index in titles if index in row.links), "")
            extra = row.cells[width - 1 :]
            row.cells[width - 1 :] = []
            row.put(width - 1, address if is_safe_url(address) else "")
            row.cells.extend(extra)
        reading = sheet.reading(row.cells, _where(grid.sheet, row), notes=teller.notes(row))
        if reading is not None:
            yield reading


def _below(grid: Grid, header_row: int) -> Iterator[GridRow]:
    rows = grid.rows()
    for row in rows:
        if row.number == header_row:
            break
    return rows


def _has_link_formula(grid: Grid) -> bool:
    return any(row.links for row in itertools.islice(grid.rows(), _SAMPLE))


def _where(part: SheetPart, row: GridRow) -> str:
    return f'sheet "{part.name[:60]}", row {row.number}'


class _Teller:
    """Says what is odd about the cells of a row: what concerns whole columns only once."""

    def __init__(self, header: Layout, grid: Grid) -> None:
        self.header, self.grid = header, grid
        self.told: set[int] = set()
        self.untold = True

    def notes(self, row: GridRow) -> list[dict[str, Any]]:
        """Return the faults of a row, as arguments of `Reading.fault`."""
        found: list[dict[str, Any]] = []
        if self.untold and self.grid.has_merged:
            found.append({"problem": "The sheet has merged cells; each was read as if it held the value"})
        self.untold = False
        if row.is_hidden:
            found.append(
                {
                    "problem": "is hidden in the sheet; it was read",
                    "remedy": "Delete the row if it is not meant",
                }
            )
        fresh = [index for index in row.formulas if index not in self.told]
        if fresh:
            self.told.update(fresh)
            found.append(
                {"problem": f"{self._columns(fresh)} formulas; the values stored with them were used"}
            )
        if row.lost:
            found.append(
                {
                    "problem": f"{self._columns(row.lost)} a formula without a stored value, left empty",
                    "remedy": "Open the workbook in a spreadsheet program, let it calculate, and save it",
                }
            )
        if row.beyond:
            found.append(
                {
                    "problem": f"{row.beyond:,} cells beyond the thousandth column were left out",
                    "remedy": "Move them to the left",
                }
            )
        return found

    def _columns(self, indexes: Sequence[int]) -> str:
        names = [self.header.header[index] if index < len(self.header.header) else "" for index in indexes]
        quoted = ", ".join(f'"{name[:40]}"' for name in names[:8] if name)
        return f"The column {quoted} holds" if len(names) == 1 else f"The columns {quoted} hold"
