"""The whole archive at a glance: what there is of each kind, year, language, center and region, as charts.

Everything is counted in the sets of the works that readers may see; the database is not asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from archive.articles import facets, sets
from archive.articles.facets import Choice
from archive.articles.sets import Sets
from archive.articles.sets.members import UNDATED
from archive.articles.sets.names import Name
from archive.public.charts import Mark, marks, spread
from archive.public.listings import histogram
from archive.text.languages import native_name

SHOWN_KINDS = 7
"""Kinds that have a column of their own in the table of years; the others share one."""

DEEPEST = 1
"""How far below the first regions the chart of regions goes; their own page has all."""

Grid = Counter[tuple[str, str, str, str]]
"""The number of works by year ("" for undated), code and label of the kind, and language."""


def overview(prefix: str) -> dict[str, Any]:
    """Return what the overview shows; every mark leads to the list under the host's prefix."""
    now = sets.current()
    grid = _grid(now)
    counts = facets.count_all(now, ["region", "center"])
    years = _by(grid, lambda year, *_rest: year)
    undated = years.pop("", 0)
    known = {int(year): count for year, count in sorted(years.items())}
    span = range(min(known), max(known) + 1) if known else range(0)
    archive = prefix + reverse("articles")

    def link(**chosen: str) -> str:
        return f"{archive}?{urlencode(chosen)}"

    kinds = marks("kind", _choices(grid, lambda _year, code, label, _tongue: (code, label)), link)
    languages = marks("language", _choices(grid, lambda *key: (key[3], native_name(key[3]))), link)
    for row in kinds:
        spread(row, _years_of(grid, 1, row.value), span)
    for row in languages:
        row.lang = row.value
        spread(row, _years_of(grid, 3, row.value), span)
    return {
        "works": counts.total,
        "people": len(now.keys_of("author")),
        "outlets": len(now.keys_of("outlet")),
        "first": span.start,
        "last": span.stop - 1,
        "span": len(span),
        "histogram": histogram(known, (), lambda year: link(year=year)),
        "kinds": kinds,
        "languages": languages,
        "centers": marks("center", counts.choices["center"], link),
        "regions": [row for row in marks("region", counts.choices["region"], link) if row.depth <= DEEPEST],
        "table": year_table(grid, kinds, link),
        "decades": decades(known, prefix),
        "undated": undated,
    }


def _grid(now: Sets) -> Grid:
    """Count the works by year, kind and language."""
    kinds = {now.name("kind", key): now.of("kind", key) for key in now.counts("kind", now.everything)}
    kinds[Name("", "")] = now.everything - now.of("kind", *now.keys_of("kind"))
    grid: Grid = Counter()
    for kind, works in kinds.items():
        for tongue in now.keys_of("language"):
            for year, number in now.counts("year", works & now.of("language", tongue)).items():
                told = "" if year == UNDATED else f"{year:04}"
                grid[told, kind.value, kind.label, str(tongue)] += number
    return grid


def _by(grid: Grid, key: Any) -> Counter[Any]:
    """Add up the grid by something that its keys tell."""
    found: Counter[Any] = Counter()
    for place, number in grid.items():
        found[key(*place)] += number
    return found


def _choices(grid: Grid, key: Any) -> list[Choice]:
    """Return the grid added up as choices of a facet, most works first."""
    found = _by(grid, key)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0][1].casefold()))
    return [Choice(value, label, number) for (value, label), number in ordered]


def _years_of(grid: Grid, place: int, value: str) -> dict[int, int]:
    """Return how many works each year has of one kind (place 1) or language (place 3)."""
    years: Counter[int] = Counter()
    for key, number in grid.items():
        if key[0] and key[place] == value:
            years[int(key[0])] += number
    return years


def year_table(grid: Grid, kinds: list[Mark], link: Any) -> dict[str, Any]:
    """Return years by kinds: {kinds: [Mark], rows: [{year, count, url, cells, rest}]}, newest first.

    A cell is {count, url}; `rest` is the number of works of all kinds that have no column.
    """
    shown = [row for row in kinds if row.value][:SHOWN_KINDS]
    cells: dict[str, Counter[str]] = defaultdict(Counter)
    for (year, code, _label, _language), number in grid.items():
        if year:
            cells[year][code] += number
    rows = [
        {
            "year": int(year),
            "count": by_kind.total(),
            "url": link(year=year),
            "cells": [{"count": by_kind[row.value], "url": link(kind=row.value, year=year)} for row in shown],
            "rest": by_kind.total() - sum(by_kind[row.value] for row in shown),
        }
        for year, by_kind in sorted(cells.items(), reverse=True)
    ]
    return {"kinds": shown, "rows": rows, "has_rest": any(row["rest"] for row in rows)}


def decades(years: dict[int, int], prefix: str) -> list[dict[str, Any]]:
    """Return the years that have works by decade, newest first: {first, years: [{year, count, url}]}."""
    newest = sorted(years, reverse=True)
    return [
        {
            "first": 10 * decade,
            "years": [
                {"year": year, "count": years[year], "url": prefix + reverse("browse-year", args=[year])}
                for year in sorted(group)
            ],
        }
        for decade, group in groupby(newest, lambda year: year // 10)
    ]
