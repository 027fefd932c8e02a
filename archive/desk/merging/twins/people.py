"""People who may be one: by names in any spelling and script, places of work, and company in bylines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import batched

from archive.articles.models import BylineEntry
from archive.desk.merging.twins.pairs import Gathered, Pair, by_key, near
from archive.text.likeness import Likeness, likeness, plain_letters, sketches
from archive.text.names import is_mixed_script
from authors.models import Affiliation, Author, AuthorName

AT_ONCE = 500
"""People asked about in one query."""
COMPANY_COUNTED = 3
"""Co-authors in common beyond which more say nothing."""


def likely() -> list[Pair]:
    """Return the pairs of people that may be one."""
    names = _names()
    found = Gathered()
    found.add_all(by_key((folded, pk) for pk, _name, folded in names), "folded")
    _by_likeness(found, names)
    _look_alikes(found, names)
    _without_contradictions(found)
    people = {pk for pair in found.pairs.values() for pk in (pair.one, pair.other)}
    _by_place(found, people)
    _by_company(found, people)
    return list(found.pairs.values())


def _names() -> list[tuple[int, str, str]]:
    """Return every name of every person: key, name, folded name."""
    own = Author.objects.order_by().values_list("pk", "name", "folded")
    forms = AuthorName.objects.order_by().values_list("author_id", "name", "folded")
    return [*own, *forms]


def _by_likeness(found: Gathered, names: list[tuple[int, str, str]]) -> None:
    """Compare the names that share a sketch."""
    blocks: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for pk, name, _folded in names:
        for key in sketches(name):
            blocks[key].append((name, pk))
    best: dict[tuple[int, int], Likeness] = {}
    for block in blocks.values():
        for (one_name, one), (other_name, other) in near(sorted(set(block))):
            if one == other or not (alike := likeness(one_name, other_name)):
                continue
            key = (min(one, other), max(one, other))
            if key not in best or alike.distance < best[key].distance:
                best[key] = alike
    for (one, other), alike in best.items():
        if (one, other) not in found.pairs:
            for reason in alike.reasons:
                found.add(one, other, reason.value)


def _look_alikes(found: Gathered, names: list[tuple[int, str, str]]) -> None:
    """Report names that look like another only because letters of two scripts do."""
    known = by_key((folded, pk) for pk, _name, folded in names)
    for pk, name, folded in names:
        if is_mixed_script(name):
            for other in known.get(Author.folding(plain_letters(name)), ()):
                if other != pk and folded:
                    found.add(pk, other, "look-alike", is_warning=True)


def _without_contradictions(found: Gathered) -> None:
    """Drop pairs of whom each has an ORCID iD of their own, and those who stand in one byline together."""
    people = {pk for pair in found.pairs.values() for pk in (pair.one, pair.other)}
    orcids: dict[int, str] = {}
    together: set[tuple[int, int]] = set()
    for some in batched(sorted(people), AT_ONCE):
        orcids |= dict(Author.objects.filter(pk__in=some).exclude(orcid="").values_list("pk", "orcid"))
        works: defaultdict[int, set[int]] = defaultdict(set)
        for pk, other in _company_of(some):
            works[pk].add(other)
        together |= {(pk, other) for pk, others in works.items() for other in others & people}
    for key in list(found.pairs):
        if (key[0] in orcids and key[1] in orcids) or key in together:
            del found.pairs[key]


def _by_place(found: Gathered, people: Collection[int]) -> None:
    """Add that two hold or held positions at the same place."""
    places: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for some in batched(sorted(people), AT_ONCE):
        held = Affiliation.objects.filter(author__in=some).order_by()
        for pk, center, name, other in held.values_list(
            "author_id", "center_id", "center__name", "organisation"
        ):
            if center:
                places[pk][f"center {center}"] = name
            elif other:
                places[pk][other.casefold()] = other
    for pair in found.pairs.values():
        shared = places[pair.one].keys() & places[pair.other].keys()
        if shared:
            found.add(pair.one, pair.other, "affiliation", places[pair.one][min(shared)])


def _by_company(found: Gathered, people: Collection[int]) -> None:
    """Add that two have written with the same people."""
    company: defaultdict[int, set[int]] = defaultdict(set)
    for some in batched(sorted(people), AT_ONCE):
        for pk, other in _company_of(some):
            company[pk].add(other)
    for pair in found.pairs.values():
        shared = len(company[pair.one] & company[pair.other])
        if shared:
            found.add(pair.one, pair.other, "coauthors", str(shared))


def _company_of(people: Collection[int]) -> list[tuple[int, int]]:
    """Return who has written with whom: the person, and another of the same byline. One query."""
    entries = BylineEntry.objects.filter(author__in=people, article__byline_entries__author__isnull=False)
    rows = entries.order_by().values_list("author_id", "article__byline_entries__author_id").distinct()
    return [(pk, other) for pk, other in rows if pk != other]
