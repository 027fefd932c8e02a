"""Of what the page of a work is made, told for whoever keeps it: records, and shelves others may come to.

What stands on the page, or was looked at for it, is named by its key. A work that is not there yet comes onto
it as newer work of its people or its host, as another part of its series, as its translation, or because it
carries one of its terms and is among the newest that do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone

from archive.articles.models import Article
from archive.articles.related import NEWEST_LINKS
from archive.articles.shown import LOWEST, Place, Shelf, Shown, place_of
from archive.centers.models import Center
from archive.public.parts import MORE_WORKS, RECENT_WORKS, Parts

KINDS = frozenset({"center"})
"""Kinds of which any change counts: their names, menus and letters frame every page, and change seldom."""


def shown_of(
    work: Article,
    host: Center | None,
    parts: Parts,
    cards: Sequence[Article],
    people: Sequence[dict[str, Any]],
    more: Sequence[Article],
) -> Shown:
    """Return what the page of a work shows; `cards`, `people` and `more` as they stand on it."""
    works = {work.pk, *parts.linked, *parts.earlier, *parts.later, *(key for _term, key in parts.kin)}
    records = {("article", key) for key in works}
    records |= {("term", term.pk) for term in parts.terms}
    for one in (work, *cards):
        records |= set(_records_of(one))
    return Shown(
        records=frozenset(records),
        kinds=KINDS,
        shelves=tuple(_shelves(work, host, parts, people, more)),
        is_daily=_is_daily(parts),
    )


def _records_of(work: Article) -> Iterator[tuple[str, int]]:
    """The records that a card names, itself among them."""
    yield "article", work.pk
    for kind, key in (("kind", work.kind_id), ("series", work.series_id), ("outlet", _outlet(work))):
        if key:
            yield kind, key
    for entry in work.byline:
        if entry.author_id:
            yield "author", entry.author_id


def _outlet(work: Article) -> int | None:
    return None if "outlet_id" in work.get_deferred_fields() else work.outlet_id


def _shelves(
    work: Article,
    host: Center | None,
    parts: Parts,
    people: Iterable[dict[str, Any]],
    more: Sequence[Article],
) -> Iterator[Shelf]:
    yield Shelf("original", (work.translation_of_id or work.pk,))
    if work.series_id:
        yield Shelf("series", (work.series_id,), languages=(work.language,))
    if host is not None:
        yield Shelf("centers", (host.pk,), _floor(more, MORE_WORKS), languages=(work.language, host.language))
    for person in people:
        yield Shelf("people", (person["author"].pk,), _floor(person["recent"], RECENT_WORKS))
    carriers = defaultdict(list)
    for term, key in parts.kin:
        carriers[term].append(key)
    since = {term: min(keys) if len(keys) >= NEWEST_LINKS else 0 for term, keys in carriers.items()}
    for term in parts.terms:
        yield Shelf("terms", (term.pk,), since=since.get(term.pk, 0))


def _floor(works: Sequence[Article], most: int) -> Place:
    """Return the place of the last of works, newest first, if there is room for no more."""
    return place_of(works[-1].sort_date, works[-1].pk) if len(works) >= most else LOWEST


def _is_daily(parts: Parts) -> bool:
    """Whether a position of the people begins or ends from this year on: “former” depends on the day."""
    year = f"{timezone.now().year:04}"
    return any(
        (held.from_date or "") >= year or (held.to_date or "") >= year
        for positions in parts.positions.values()
        for held in positions
    )
