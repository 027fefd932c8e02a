"""Facets: how many works each choice of each facet has, over exactly the works a reader has narrowed to.

A choice is counted over what all *other* facets leave, so that its number says what choosing it would
show. Terms are counted with everything below them in the tree, each work once. All numbers are exact, and
come from the sets that a process keeps (`archive.articles.sets`): the database is not asked for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import router
from pyroaring import BitMap

from archive.articles.sets import Sets
from archive.articles.sets.members import UNDATED
from archive.tags.models import Facet
from authors.models import Author

TERM_FACETS = tuple(Facet.values)
FACETS = ("kind", *TERM_FACETS, "center", "author", "series", "language", "year")
MOST_AUTHORS = 30

Narrow = Callable[[str], BitMap]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a facet: its value in an address, its label, how many works, and what it stands under."""

    value: str
    label: str
    count: int
    parent: str = ""


@dataclass(slots=True)
class Counts:
    """The counts of all facets, most works first (years in order), and the number of works in all."""

    total: int = 0
    choices: dict[str, list[Choice]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[Any, Any] = field(default_factory=dict)
    """What was worked out once for the sets that were counted (`Sets.memory`)."""

    def years(self) -> dict[int, int]:
        """Return the number of works of each year, in order."""
        return {int(choice.value): choice.count for choice in self.choices["year"]}


def count(
    sets: Sets, narrow: Narrow, *, active: Collection[str] = (), facets: Iterable[str] = FACETS
) -> Counts:
    """Count the choices of the facets. No query, one where people are named who were not named before.

    `narrow(facet)` gives the works that all filters but the facet's own leave, `narrow("")` those that all
    leave; `active` names the facets that a reader has chosen from.
    """
    everything = narrow("")
    counts = Counts(total=len(everything), memory=sets.memory)
    for name in facets:
        works = narrow(name) if name in active else everything
        counts.choices[name] = _authors(sets, works) if name == "author" else _choices(sets, name, works)
    return counts


def count_all(sets: Sets, facets: Iterable[str]) -> Counts:
    """Count the choices of the facets over all published works."""
    return count(sets, lambda _but: sets.everything, facets=facets)


def _choices(sets: Sets, facet: str, works: BitMap) -> list[Choice]:
    """The choices of a facet that some of the works have: most works first, years in order."""
    numbers = sets.counts(facet, works)
    if facet == "year":
        return [Choice(str(year), str(year), numbers[year]) for year in sorted(numbers) if year != UNDATED]
    named = ((sets.name(facet, key), number) for key, number in numbers.items())
    choices = [Choice(name.value, name.label, number, name.parent) for name, number in named]
    return sorted(choices, key=lambda choice: (-choice.count, choice.label.casefold()))


def _authors(sets: Sets, works: BitMap) -> list[Choice]:
    """The people whom most of the works name."""
    fullest = sets.fullest("author", works, MOST_AUTHORS)
    sets.names.learn_people([key for key, _number in fullest], router.db_for_read(Author))
    known = sets.names.people
    named = ((known[key], number) for key, number in fullest if key in known)
    choices = [Choice(name.value, name.label, number) for name, number in named]
    return sorted(choices, key=lambda choice: (-choice.count, choice.label.casefold()))[:MOST_AUTHORS]
