"""Records of the rows under a header. The evidence of each is the header and the row as UTF-8 CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

from archive.importing import claims
from archive.importing.mapping import Mapping
from archive.importing.records import Reading, Source
from archive.importing.sheets.claiming import Row
from archive.importing.sheets.facts import Facts, Scan
from archive.importing.sheets.layout import Layout

CONTEXT = "sheet"
"""The key of `Reading.context` that says: this is one row as evidence, and these are its columns' facts."""

FORMAT = "csv"
_MOST_TOLD = 12


class Sheet:
    """The rows under one header, read one by one."""

    def __init__(self, source: Source, layout: Layout, mapping: Mapping, scan: Scan) -> None:
        self.source, self.layout, self.mapping = source, layout, mapping
        self.is_evidence = CONTEXT in source.context
        known = source.context.get(CONTEXT)
        self.facts = Facts(layout, scan, known if isinstance(known, dict) else None)
        self._header = _line(layout.header)
        self._untold = self._numbers_untold = not self.is_evidence

    def reading(
        self, cells: Sequence[str], where: str, *, problem: str = "", notes: Sequence[dict[str, Any]] = ()
    ) -> Reading | None:
        """Return the reading of a row; None for a row that repeats the header.

        `problem` is what was wrong with the row itself; `notes` are faults, as the arguments of
        `Reading.fault`. What is to be said of the whole sheet is said with the first reading.
        """
        width = len(self.layout.header)
        if tuple(cell.strip() for cell in cells[:width]) == self.layout.header:
            return None
        row = [*cells, *[""] * (width - len(cells))]
        self.facts.used = {}
        reading = Reading(self.source, self._header + _line(row), where, format=FORMAT)
        if self._untold:
            self._tell(reading)
        if problem and len(cells) != width:
            return reading.reject(problem, remedy="Mend the row")
        if problem:
            reading.fault(problem, remedy="Close the quotation mark, or take it out")
        for note in notes:
            reading.fault(**note)
        self._tell_extra(reading, cells[width:])
        work = Row(reading, self.mapping, self.facts)
        raw = work.read(self.layout, row)
        self._identify(reading, raw, row)
        reading.context = {CONTEXT: self.facts.used}
        return claims.fill(reading, raw)

    def _identify(self, reading: Reading, raw: dict[str, Any], row: Sequence[str]) -> None:
        if raw.get("id") or raw.get("url"):
            if self._numbers_untold and str(raw.get("id", "")).isdecimal():
                self._numbers_untold = False
                reading.fault(
                    "is a number; whatever other source numbers a work alike is taken for the same work",
                    field="id",
                    value=raw["id"],
                    remedy='Where one does, say in a mapping: {to = "id", prefix = "catalogue:"}',
                )
            return
        said = {words: cell for words, cell in zip(self.layout.header, row, strict=False) if words and cell}
        canonical = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        raw["id"] = f"row:{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"
        reading.fault(
            "is missing, and so is an address; its content identifies it, and a changed copy is another one",
            field="id",
            remedy='Give the sheet a column "id" or "url" whose values do not change',
        )

    def _tell_extra(self, reading: Reading, extra: Sequence[str]) -> None:
        """Say which cells stand beyond the header; none of them is lost without a word."""
        said = [cell.strip() for cell in extra if cell.strip()]
        if said:
            reading.fault(
                f"{'stands' if len(said) == 1 else 'stand'} beyond the last column; "
                f"the row has {len(self.layout.header) + len(extra)} cells under a header of "
                f"{len(self.layout.header)}",
                value=" | ".join(said),
                remedy="Put quotation marks around cells that hold the separator",
            )

    def _tell(self, reading: Reading) -> None:
        """Say once what is true of the whole sheet."""
        self._untold = False
        if self.layout.unknown:
            names = [f'"{words[:60]}"' for words in self.layout.unknown[:_MOST_TOLD]]
            more = len(self.layout.unknown) - len(names)
            one = len(self.layout.unknown) == 1
            reading.fault(
                f"The column{'' if one else 's'} {', '.join(names)}{f' and {more} more' if more else ''} "
                f"{'has' if one else 'have'} no known meaning and {'was' if one else 'were'} left out",
                remedy=f'Say what they hold in a mapping: [fields] {names[0]} = "topics", or "" for nothing',
            )
        for words in self.layout.repeated:
            reading.fault(
                "is the header of two columns; the first that is not empty was used",
                value=words,
                remedy="Rename one",
            )


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8", "replace")
