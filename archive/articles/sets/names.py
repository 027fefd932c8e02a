"""What the choices of facets are called, how addresses write them, and what stands under what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from archive.articles.models import Kind
from archive.centers.models import Center, Series
from archive.tags.models import Ancestry, Facet, Term
from archive.text.languages import native_name
from authors.models import Author


@dataclass(frozen=True, slots=True)
class Name:
    """A choice: its value in an address, its label, and the value of what it stands under."""

    value: str
    label: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all choices but people, whose names are read when they are needed, and kept.

    `below` gives the terms anywhere below one that has some; `vocabularies` the terms of each.
    """

    rows: dict[str, dict[Any, Name]]
    vocabularies: dict[str, list[int]]
    below: dict[Any, list[int]]
    families: dict[Any, list[int]]
    people: dict[Any, Name] = field(default_factory=dict)

    @classmethod
    def read(cls, using: str) -> Names:
        """Read all names. Five queries."""
        kinds = Kind.objects.using(using).values_list("pk", "code", "label")
        series = Series.objects.using(using).order_by().values_list("pk", "slug", "name")
        centers = list(
            Center.objects.using(using).order_by().values_list("pk", "slug", "short_name", "name", "umbrella")
        )
        terms = list(
            Term.objects.using(using).order_by().values_list("pk", "facet", "slug", "name", "parent__slug")
        )
        tree = Ancestry.objects.using(using).filter(depth__gt=0).order_by()
        vocabularies: dict[str, list[int]] = {facet: [] for facet in Facet.values}
        for pk, facet, *_name in terms:
            vocabularies.setdefault(facet, []).append(pk)
        return cls(
            rows={
                "kind": {pk: Name(code, label) for pk, code, label in kinds.order_by()},
                "series": {pk: Name(slug, name) for pk, slug, name in series},
                "center": {pk: Name(slug, short or name) for pk, slug, short, name, _above in centers},
                "term": {pk: Name(slug, name, above or "") for pk, _facet, slug, name, above in terms},
            },
            vocabularies=vocabularies,
            below=_gathered(tree.values_list("ancestor", "descendant")),
            families=_gathered((above, pk) for pk, *_name, above in centers if above),
        )

    def without_people(self, keys: set[Any]) -> Names:
        """Return the names without those of some people, which have changed."""
        if keys.isdisjoint(self.people):
            return self
        return replace(self, people={key: name for key, name in self.people.items() if key not in keys})

    def family(self, center: Any) -> list[int]:
        """Return a center and those right below it."""
        return [center, *self.families.get(center, ())]

    def of(self, facet: str, key: Any) -> Name:
        """Return the name of a choice; languages and years are called what they are."""
        if facet == "author":
            return self.people[key]
        if facet == "language":
            return Name(key, native_name(key))
        rows = self.rows.get("term" if facet in self.vocabularies else facet)
        return rows[key] if rows else Name(str(key), str(key))

    def learn_people(self, keys: Iterable[Any], using: str) -> None:
        """Read the names of some people that are not known yet, in one query if there are any."""
        if missing := [key for key in keys if key not in self.people]:
            rows = Author.objects.using(using).filter(pk__in=missing).order_by()
            self.people.update(
                (pk, Name(slug, name)) for pk, slug, name in rows.values_list("pk", "slug", "name")
            )


def _gathered(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    return dict(found)
