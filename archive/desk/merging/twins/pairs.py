"""Pairs, and the reasons that speak for them: gathered from many keys, told in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_TOGETHER = 30
"""Records under one key that are compared each with each; of more, each with its next neighbours."""
NEIGHBOURS = 15

Reason = tuple[str, str]
"""What speaks for a pair: a code of `WEIGHTS`, and what it is about ("" where the code says all)."""

WEIGHTS = {
    "folded": 60, "same": 55, "script": 50, "letters": 50, "address": 50, "doi": 60, "title": 60, "words": 45,
    "number": 45, "middle": 40, "spelling": 40, "sounds": 35, "order": 35, "initials": 25, "short": 25,
    "acronym": 25, "generation": 20, "affiliation": 15, "coauthors": 10, "look-alike": 5,
}  # fmt: skip


@dataclass(slots=True)
class Pair:
    """Two records by their keys, the lower first, and what speaks for their being one."""

    one: int
    other: int
    reasons: list[Reason] = field(default_factory=list)
    is_warning: bool = False

    @property
    def weight(self) -> int:
        """How likely it is: the strongest reason, a little of each other."""
        weights = sorted((WEIGHTS[code] for code, _about in self.reasons), reverse=True)
        return weights[0] + sum(weights[1:]) // 3 if weights else 0


class Gathered:
    """Pairs as they are found under many keys: each once, with all its reasons."""

    def __init__(self) -> None:
        self.pairs: dict[tuple[int, int], Pair] = {}

    def add(self, one: int, other: int, code: str, about: str = "", *, is_warning: bool = False) -> None:
        """Note a reason for a pair."""
        key = (min(one, other), max(one, other))
        pair = self.pairs.setdefault(key, Pair(*key))
        pair.is_warning |= is_warning
        if (code, about) not in pair.reasons:
            pair.reasons.append((code, about))

    def add_all(self, found: dict[Hashable, set[int]], code: str) -> None:
        """Note a reason for all records that share a key."""
        for keys in found.values():
            for one, other in near(sorted(keys)):
                self.add(one, other, code)


def by_key(rows: Iterable[tuple[Hashable, int]]) -> dict[Hashable, set[int]]:
    """Return the records under each key that is not empty."""
    found: defaultdict[Hashable, set[int]] = defaultdict(set)
    for key, pk in rows:
        if key:
            found[key].add(pk)
    return found


def near[Item](items: list[Item]) -> Iterator[tuple[Item, Item]]:
    """Yield each item with each of a few; of many, each with its next neighbours, so that it stays linear."""
    if len(items) <= MOST_TOGETHER:
        yield from combinations(items, 2)
        return
    for at, item in enumerate(items):
        for other in items[at + 1 : at + 1 + NEIGHBOURS]:
            yield item, other


def in_words(code: str, about: str) -> str:
    """Return a reason as an editor reads it."""
    if code == "coauthors":
        number = int(about)
        return ngettext("%(n)s co-author in common", "%(n)s co-authors in common", number) % {"n": number}
    if code == "affiliation":
        return _("both at %(where)s") % {"where": about}
    if code == "address" and about:
        return _("the same address (%(address)s)") % {"address": about}
    said = {
        "folded": _("the same but for marks, titles or capitals"),
        "same": _("the same, written otherwise"),
        "script": _("the same name in another script"),
        "letters": _("the same letters in another script"),
        "address": _("the same address"),
        "doi": _("the same DOI"),
        "title": _("the same title, date and byline"),
        "words": _("the same words in another order"),
        "number": _("singular and plural"),
        "middle": _("a middle name more or less"),
        "spelling": _("another spelling"),
        "sounds": _("it sounds alike"),
        "order": _("the words in another order"),
        "initials": _("the initials fit"),
        "short": _("a short form fits"),
        "acronym": _("the initials of the words"),
        "generation": _("with or without “Jr.”"),
        "look-alike": _("only the letters look alike: they are of different scripts"),
    }
    return said.get(code, code)
