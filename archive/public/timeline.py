"""A life in years: the positions of a person as bars, above the works of each year.

What is computed here is a picture in hundredths of its width; the page has the same as a list of positions
with their dates, and of years with their works.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from archive.public.listings import histogram
from authors.models import Affiliation
from authors.querysets import today

MOST_COLUMNS = 60
TICKS = (1, 2, 5, 10, 20)
MOST_TICKS = 8
WIDTHS = (14, 20, 27, 35, 43)
"""The numbers of years that fit beside each other at five widths of the page (see landing.css)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A position: where it begins and how wide it is, in hundredths; an end that is not known is open."""

    held: Affiliation
    start: str = ""
    width: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Positions and works over the same years, the first position first.

    `ticks` are where lines stand, in hundredths; `fits` names the width from which the columns of the
    histogram stand in one row, below the bars.
    """

    bars: list[Bar]
    ticks: list[str]
    first: int
    last: int
    fits: str
    histogram: dict[str, Any] | None


def timeline_of(
    positions: Iterable[Affiliation],
    years: dict[int, int],
    chosen: Collection[str],
    url: Callable[[str], str],
) -> Timeline | None:
    """Draw positions and the numbers of works by year; None without a position that has begun.

    `chosen` are the years to which the list is narrowed, `url` leads to one. A span longer than the columns
    there are is drawn from its latest years.
    """
    this_year = int(today()[:4])
    begun = [held for held in positions if held.from_date <= today()]
    if not begun:
        return None
    ends = {held: ends_of(held, this_year) for held in begun}
    known = [year for end in ends.values() for year in end if year] + list(years)
    last = max(known, default=this_year)
    first = max(min(known, default=this_year), last - MOST_COLUMNS + 1)
    columns = last - first + 1
    begun.sort(key=lambda held: (ends[held][0] or ends[held][1] or 0, ends[held][1] or 0))
    step = next((step for step in TICKS if columns <= step * MOST_TICKS), TICKS[-1])
    return Timeline(
        bars=[bar_of(held, *ends[held], first, last) for held in begun],
        ticks=[share(year - first, columns) for year in range(first + 1, last + 1) if year % step == 0],
        first=first,
        last=last,
        fits=next((f"fits-{width}" for width in WIDTHS if columns <= width), ""),
        histogram=histogram_between(first, last, years, chosen, url),
    )


def ends_of(held: Affiliation, this_year: int) -> tuple[int | None, int | None]:
    """Return the first and the last year of a position, None where that is not known."""
    start = int(held.from_date[:4]) if held.from_date else None
    if held.to_date:
        return start, min(int(held.to_date[:4]), this_year)
    return start, None if held.is_former else this_year


def bar_of(held: Affiliation, start: int | None, end: int | None, first: int, last: int) -> Bar:
    """Return the bar of a position; nothing is drawn of one whose dates are not known, or lie before."""
    if start is None and (end is None or not held.to_date):
        return Bar(held)
    begins, ends = max(start or first, first), min(end or start or last, last)
    if ends < first:
        return Bar(held)
    columns = last - first + 1
    return Bar(
        held,
        start=share(begins - first, columns),
        width=share(ends - begins + 1, columns),
        is_open=start is None or end is None,
    )


def histogram_between(
    first: int, last: int, years: dict[int, int], chosen: Collection[str], url: Callable[[str], str]
) -> dict[str, Any] | None:
    """Return the works of each year from the first to the last, those without works included."""
    drawn = histogram({first: 0, last: 0} | years, chosen, url) if any(years.values()) else None
    if drawn:
        drawn["bars"] = [bar | {"url": bar["url"] if bar["count"] else ""} for bar in drawn["bars"]]
        drawn["bars"] = [bar for bar in drawn["bars"] if first <= bar["year"] <= last]
    return drawn


def share(part: int, whole: int) -> str:
    """Return a part of a whole in hundredths, as SVG writes it: "33.33%"."""
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".") + "%"
