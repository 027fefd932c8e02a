"""The sets themselves: what they hold, what is asked of them. Nothing here asks the database."""

from __future__ import annotations

import datetime as dt
from array import array
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import gt, lt
from typing import Any

from pyroaring import BitMap

from archive.articles.sets.names import Name, Names

Key = int | str
Members = dict[str, dict[Key, BitMap]]
"""The keys of works by facet and choice; no set is empty."""
COLUMNS = ("kind", "series", "outlet", "language", "year", "month", "precision", "letter")
"""What a work is by its own columns: `month` is year and month as one number (201412) of the day by which it
is ordered, `precision` how much of its date is known, `letter` what its title is filed under.
"""
LINKS = ("term", "center", "author")
FACETS = (*COLUMNS, *LINKS)
RANGE = 20_000
"""Keys that stand together where something is worked out of many works at once."""
UNDATED = 1
"""The year, and the day, of works without a date."""
NOTHING = BitMap()


@dataclass(frozen=True)
class Sets:
    """The published works by every choice of every facet, as of one version of the log. Never changed."""

    version: str
    everything: BitMap
    members: Members
    days: array[int]
    """The day (proleptic ordinal) by which a work is ordered, at the place of its key."""
    names: Names
    memory: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What was worked out once for this version."""
    ranges: dict[int, Any] = field(default_factory=dict, compare=False)
    """What was worked out of a range of `RANGE` keys; it is kept until a work of the range changes."""

    def of(self, facet: str, *keys: Key) -> BitMap:
        """Return the works of one or several choices; `term` takes in what stands below, `house` likewise."""
        if facet == "house":
            facet, keys = "center", tuple(one for key in keys for one in self.names.family(key))
        if len(keys) == 1:
            return self._branch(keys[0]) if facet == "term" else self.members[facet].get(keys[0], NOTHING)
        return BitMap.union(*(self.of(facet, key) for key in keys)) if keys else NOTHING

    def counts(self, facet: str, among: BitMap) -> dict[Key, int]:
        """Return how many of some works each choice has; those that none has are left out.

        A vocabulary's choices are terms, counted with everything below them, each work once.
        """
        if facet in self.names.vocabularies:
            sets: Mapping[Key, BitMap] = {key: self._branch(key) for key in self.names.vocabularies[facet]}
        else:
            sets = self.members[facet]
            if (known := self.names.rows.get(facet)) is not None and not sets.keys() <= known.keys():
                sets = {key: works for key, works in sets.items() if key in known}  # others came this instant
        if among is self.everything:
            return {key: number for key, works in sets.items() if (number := len(works))}
        count = among.intersection_cardinality
        return {key: number for key, works in sets.items() if (number := count(works))}

    def fullest(self, facet: str, among: BitMap, most: int) -> list[tuple[Key, int]]:
        """Return the choices that most of some works have, with their numbers, at most so many.

        Choices are looked at in the order of all their works, until no other can have as many.
        """
        found: list[tuple[int, Key]] = []
        least = 0
        count = among.intersection_cardinality
        for size, key in self._by_size(facet):
            if size < least:
                break
            if number := count(self.members[facet][key]):
                found.append((number, key))
                if len(found) > 4 * most:
                    found = sorted(found, key=lambda one: -one[0])[: 2 * most]
                    least = found[most - 1][0]
        return [(key, number) for number, key in sorted(found, key=lambda one: -one[0])[: 2 * most]]

    def keys_of(self, facet: str) -> Collection[Key]:
        """Return the choices of a facet that some published work has."""
        return self.members[facet].keys()

    def page(self, among: BitMap, start: int, most: int, *, newest_first: bool = True) -> list[int]:
        """Return a stretch of some works in the order of their dates; what it skips costs next to nothing."""
        found: list[int] = []
        for _month, works in self._months(among, newest_first):
            if len(works) <= start:
                start -= len(works)
                continue
            found += self._ordered(works, newest_first)[start : start + most - len(found)]
            start = 0
            if len(found) >= most:
                break
        return found

    def beyond(
        self, among: BitMap, day: dt.date, key: int, most: int, *, newest_first: bool = True
    ) -> list[int]:
        """Return the works that follow a place in the order of their dates, the nearest first."""
        here, place = day.year * 100 + day.month, (day.toordinal(), key)
        found: list[int] = []
        for month, works in self._months(among, newest_first):
            if month > here if newest_first else month < here:
                continue
            ordered = self._ordered(works, newest_first)
            if month == here:
                places = ((self.days[one], one) for one in ordered)
                behind = lt if newest_first else gt
                ordered = [one for one, at in zip(ordered, places, strict=True) if behind(at, place)]
            found += ordered[: most - len(found)]
            if len(found) >= most:
                break
        return found

    def between(self, first: dt.date | None, following: dt.date | None) -> BitMap:
        """Return the works ordered from one day on, until just before another; None leaves a side open."""
        low = first.toordinal() if first else 0
        high = following.toordinal() if following else dt.date.max.toordinal() + 1
        found = BitMap()
        for month, works in self.members["month"].items():
            begin, after = _span(month)
            if low <= begin and after <= high:
                found |= works
            elif begin < high and low < after:
                found |= BitMap([one for one in works if low <= self.days[one] < high])
        return found

    def name(self, facet: str, key: Key) -> Name:
        """Return what a choice is called and how addresses write it."""
        return self.names.of(facet, key)

    def with_changes(self, version: str, changed: BitMap, fresh: Sets, names: Names) -> Sets:
        """Return the sets with some works as they are now: `fresh` has what is published of them."""
        members: Members = {}

        def touched(part: int) -> bool:
            return changed.range_cardinality(part * RANGE, (part + 1) * RANGE) > 0

        for facet, sets in self.members.items():
            kept = {key: works for key, works in sets.items() if not works.intersect(changed)}
            for key, works in sets.items():
                if key not in kept and (left := works - changed):
                    kept[key] = left
            for key, works in fresh.members[facet].items():
                kept[key] = kept[key] | works if key in kept else works
            members[facet] = kept
        days = array("i", self.days)
        if len(fresh.days) > len(days):
            days.extend([0] * (len(fresh.days) - len(days)))
        for one in fresh.everything:
            days[one] = fresh.days[one]
        return replace(
            self,
            version=version,
            everything=(self.everything - changed) | fresh.everything,
            members=members,
            days=days,
            names=names,
            memory={},
            ranges={part: value for part, value in self.ranges.items() if not touched(part)},
        )

    def has_works(self, first: int, last: int) -> bool:
        """Whether a published work has a key between two, both included."""
        return self.everything.range_cardinality(first, last + 1) > 0

    def _branch(self, term: Key) -> BitMap:
        """The works of a term and of all that stands below it."""
        direct = self.members["term"]
        below = self.names.below.get(term)
        if not below:
            return direct.get(term, NOTHING)
        kept = self.memory.setdefault("branches", {})
        if term not in kept:
            kept[term] = BitMap.union(*(direct[key] for key in (term, *below) if key in direct), NOTHING)
        return kept[term]

    def _by_size(self, facet: str) -> list[tuple[int, Key]]:
        kept = self.memory.get(("by size", facet))
        if kept is None:
            sizes = ((len(works), key) for key, works in self.members[facet].items())
            kept = self.memory["by size", facet] = sorted(sizes, key=lambda one: -one[0])
        return kept

    @cached_property
    def months(self) -> list[int]:
        """The months in which there are works, in order."""
        return sorted(self.members["month"])

    def _months(self, among: BitMap, newest_first: bool) -> Iterator[tuple[int, BitMap]]:
        for month in reversed(self.months) if newest_first else self.months:
            if works := among & self.members["month"][month]:
                yield month, works

    def _ordered(self, works: BitMap, descending: bool) -> list[int]:
        days = self.days
        return sorted(works, key=lambda one: (days[one], one), reverse=descending)


def _span(month: Key) -> tuple[int, int]:
    """The ordinals of the first day of a month, and of the one after its last."""
    year, number = divmod(int(month), 100)
    first = dt.date(year, number, 1).toordinal()
    return first, first + monthrange(year, number)[1]
