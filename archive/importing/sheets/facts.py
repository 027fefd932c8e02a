"""What only a whole column tells: the order of day and month, and whether names are "Last, First".

The rows are gone through once more, and only when the first cell asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archive.importing.sheets import bylines, days
from archive.importing.sheets.cells import clean
from archive.importing.sheets.layout import Field, Layout

INVERTED = "last name first"
Scan = Callable[[], Iterable[Sequence[str]]]


class Facts:
    """The facts of a sheet's columns, by their place. `used` is what the row in work has asked for.

    `known` is given where a single row is read again: then nothing is scanned.
    """

    def __init__(self, layout: Layout, scan: Scan, known: dict[str, str] | None = None) -> None:
        self.layout, self.scan = layout, scan
        self.known = known
        self.used: dict[str, str] = {}

    def order(self, field: Field) -> str:
        """Return which of two numbers is the day in a column of dates: "" where no cell proves it."""
        return self._of(field)

    def is_inverted(self, field: Field) -> bool:
        """Say whether a column of names has cells that can only be "Last, First"."""
        return self._of(field) == INVERTED

    def _of(self, field: Field) -> str:
        if self.known is None:
            self.known = self._scan()
        fact = self.known.get(str(field.index), "")
        if fact:
            self.used[str(field.index)] = fact
        return fact

    def _scan(self) -> dict[str, str]:
        dates = [
            field for field in self.layout.fields if field.key == "published" and not field.column.format
        ]
        names = [field for field in self.layout.fields if field.key == "authors" and not field.column.split]
        found: dict[str, str] = {}
        for cells in self.scan():
            for field in dates:
                place = str(field.index)
                if field.index < len(cells) and found.get(place) != days.MIXED:
                    order = days.order_of(clean(cells[field.index]))
                    if order:
                        found[place] = order if found.get(place, order) == order else days.MIXED
            for field in names:
                place = str(field.index)
                if (
                    place not in found
                    and field.index < len(cells)
                    and bylines.is_inverted(cells[field.index])
                ):
                    found[place] = INVERTED
        return found
