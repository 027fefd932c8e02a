"""What is said of a term above its works: what it stands under, and what else it is called."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import IntegerField, Value

from archive.tags.models import Ancestry, Term, TermName


@dataclass(slots=True)
class Place:
    """What stands above a term, the root first; its other names in the order of languages, each once."""

    above: list[Term] = field(default_factory=list)
    names: list[TermName] = field(default_factory=list)


def place_of(term: Term) -> Place:
    """Return what stands above a term and its other names, in one query."""
    above = (
        Ancestry.objects.filter(descendant=term, depth__gt=0)
        .order_by()
        .values_list("depth", "ancestor__slug", "ancestor__name")
    )
    none = Value(0, output_field=IntegerField())
    names = TermName.objects.filter(term=term).order_by().values_list(none, "language", "name")
    found = Place()
    for depth, one, name in sorted(
        above.union(names, all=True).order_by(), key=lambda row: (-row[0], *row[1:])
    ):
        if depth:
            found.above.append(Term(facet=term.facet, slug=one, name=name))
        elif name not in (known.name for known in found.names):
            found.names.append(TermName(name=name, language=one))
    return found
