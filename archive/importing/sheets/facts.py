"""What only a whole column tells: which number is the day, whether names are "Last, First", and whether
what could be the kind of a work is a list of topics.

The rows are gone through once more, and only when the first cell asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archive.importing.sheets import bylines, days
from archive.importing.sheets.cells import clean
from archive.importing.sheets.layout import Field, Layout

INVERTED, LISTED = "last name first", "several values"
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

    def is_list(self, field: Field) -> bool:
        """Say whether a column called "Category" or the like has cells with several values."""
        return self._of(field) == LISTED

    def _of(self, field: Field) -> str:
        if self.known is None:
            self.known = self._scan()
        fact = self.known.get(str(field.index), "")
        if fact:
            self.used[str(field.index)] = fact
        return fact

    def _scan(self) -> dict[str, str]:
        asked = [(field, _QUESTIONS[field.key]) for field in self.layout.fields if field.key in _QUESTIONS]
        found: dict[str, str] = {}
        for cells in self.scan():
            for field, question in asked:
                place = str(field.index)
                if field.index < len(cells) and (place not in found or field.key == "published"):
                    fact = question(clean(cells[field.index]))
                    if fact:
                        found[place] = fact if found.get(place, fact) == fact else days.MIXED
        return found


_QUESTIONS: dict[str, Callable[[str], str]] = {
    "published": days.order_of,
    "authors": lambda cell: INVERTED if bylines.is_inverted(cell) else "",
    "type": lambda cell: LISTED if bylines.STRONG.search(cell) else "",
}
