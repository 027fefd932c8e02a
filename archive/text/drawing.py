"""Numbers as pictures: how high a column stands, how long a bar is, how a line runs; templates only draw.

Whatever is drawn here stands as text beside it on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TALLEST_COLUMN = 24
"""The height of the highest column of a line of years, in its own units."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a row of them: how far from its beginning it stands, and how high."""

    at: int
    height: int

    @property
    def top(self) -> int:
        """Where the column begins, counted from above."""
        return TALLEST_COLUMN - self.height


def share(count: int, of: int) -> int:
    """Return a count in percents of another; what is not nothing is never drawn as nothing."""
    return max(1, round(100 * count / of)) if count and of else 0


def columns(numbers: Mapping[int, int], span: range, peak: int = 0) -> list[Column]:
    """Return the columns of numbers by place within the span; the highest has the number `peak`."""
    peak = peak or max(numbers.values(), default=0)
    return [
        Column(place - span.start, max(1, round(TALLEST_COLUMN * numbers[place] / peak)))
        for place in sorted(numbers)
        if place in span and numbers[place]
    ]


def polyline(numbers: Sequence[int], width: int, height: int) -> str:
    """Return the points of a line through numbers, as SVG writes them; "" for fewer than two.

    A margin of one is left. Equal numbers draw a level line in the middle; a lower number stands lower.
    """
    if len(numbers) < 2:
        return ""
    low, high = min(numbers), max(numbers)
    step = (width - 2) / (len(numbers) - 1)
    rise = (height - 2) / (high - low) if high > low else 0
    level = height / 2
    return " ".join(
        f"{1 + at * step:.1f},{height - 1 - (number - low) * rise if rise else level:.1f}"
        for at, number in enumerate(numbers)
    )
