"""What stands around a work on its page: its people and their recent work, its terms, and what to read next.

Three queries, however much there is: the small parts and all keys in one, all cards in one, all bylines in
one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from archive.articles.models import Article, BylineEntry, Kind
from archive.articles.prepared import Prepared
from archive.articles.related import closest, place_in_series, related_to, series_links
from archive.centers.models import Center, Series
from archive.public.parts import MORE_WORKS, RECENT_WORKS, parts_of
from archive.public.showing import shown_of
from archive.publication import Precision
from authors.models import Affiliation, Author, held_on, latest


def surroundings_of(work: Article, host: Center | None) -> dict[str, Any]:
    """Return what the page of a published work shows beside the work itself, by the names of its template.

    `shown` tells of what all that is made, for whoever keeps the page.
    """
    parts = parts_of(work, host)
    work.link_addresses = parts.links
    beside = {*parts.earlier[:1], *parts.later[:1]}
    links = parts.kin + series_links(parts.earlier, parts.later)
    kin = closest(links, leave_out={work.pk, *beside, *parts.translations})
    newest = [key for key in parts.newest if key not in parts.recent][:MORE_WORKS]
    keys = {*parts.recent, *newest, *parts.translations, *beside, *(one.key for one in kin)}
    cards = cards_of(work, keys)
    translations = [card for card in cards if card.pk in parts.translations]
    people = [introduce(entry, work, cards, parts.positions) for entry in people_of(work)]
    more = [card for card in cards if card.pk in newest]
    shown = {
        card.pk for card in [*more, *translations, *(one for person in people for one in person["recent"])]
    }
    others = [card for card in cards if card.pk not in shown]
    return {
        "byline": work.byline,
        "people": people,
        "terms": parts.terms,
        "centers": parts.centers,
        "attachments": parts.attachments,
        "corrections": parts.corrections,
        "translations": translations,
        "in_series": place_in_series(parts.earlier, parts.later, cards),
        "related": related_to(work, kin, others, parts.terms),
        "more_work": more,
        "shown": shown_of(work, host, parts, cards, people, more),
    }


def cards_of(work: Article, keys: set[int]) -> list[Article]:
    """Return the published works of these keys as cards, newest first; load all bylines, the work's too.

    The work's byline comes with its people; those of cards print names alone. What several cards refer to is
    one record.
    """
    cards, beside = [], _Beside(work._state.db)
    for row in _CARDS.rows(keys=sorted(keys)) if keys else ():
        card = Article.from_db(work._state.db, CARD, row[: len(CARD)])
        at = len(CARD)
        for name, (model, columns) in BESIDE.items():
            card._state.fields_cache[name] = beside.record(model, columns, row[at : at + len(columns)])
            at += len(columns)
        cards.append(card)
    entries: dict[int, list[BylineEntry]] = {one.pk: [] for one in (work, *cards)}
    for row in _BYLINES.rows(articles=sorted(entries)):
        entry = BylineEntry.from_db(work._state.db, ENTRY, row[: len(ENTRY)])
        if entry.article_id == work.pk and entry.author_id:
            entry._state.fields_cache["author"] = beside.record(Author, PERSON, row[len(ENTRY) :])
        entries[entry.article_id].append(entry)
    for one in (work, *cards):
        loaded = BylineEntry.objects.all()
        loaded._result_cache, loaded._prefetch_done = entries[one.pk], True
        one._prefetched_objects_cache = {"byline_entries": loaded}
    return cards


class _Beside:
    """Records that others refer to, each made once."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.made: dict[tuple[type[Model], int], Model] = {}

    def record(self, model: type[Model], columns: Sequence[str], values: Sequence[Any]) -> Model | None:
        """Return the record with these values, the key of which comes first; None where that is none."""
        if values[0] is None:
            return None
        key = model, values[0]
        if key not in self.made:
            self.made[key] = model.from_db(self.database, columns, values)
        return self.made[key]


def columns_of(model: type[Model], *wanted: str) -> tuple[str, ...]:
    """Return columns in the order in which the model takes them; all of them if none is named."""
    columns = (field.attname for field in model._meta.concrete_fields)
    return tuple(name for name in columns if name in wanted or not wanted)


CARD = columns_of(
    Article, "id", "title", "deck", "language", "path", "published_on", "published_precision", "sort_date",
    "translation_of_id", "kind_id", "primary_center_id", "series_id",
)  # fmt: skip
BESIDE: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "kind": (Kind, columns_of(Kind, "id", "code", "label")),
    "primary_center": (Center, columns_of(Center, "id", "slug", "name", "short_name")),
    "series": (Series, columns_of(Series, "id", "slug", "name")),
}
"""What cards refer to, by the names of the relations: the models, and their columns, the key first."""
ENTRY, PERSON = columns_of(BylineEntry), columns_of(Author)

_CARDS = Prepared(
    Article,
    lambda keys: (
        Article.objects.published()
        .filter(pk__in=keys)
        .newest()
        .values_list(
            *CARD, *(f"{name}__{column}" for name, (_model, columns) in BESIDE.items() for column in columns)
        )
    ),
)
_BYLINES = Prepared(
    BylineEntry,
    lambda articles: BylineEntry.objects.filter(article__in=articles).values_list(
        *ENTRY, *(f"author__{name}" for name in PERSON)
    ),
)


def people_of(work: Article) -> list[BylineEntry]:
    """Return the byline entry of each known person, in printed order; who is named twice comes once."""
    first: dict[int, BylineEntry] = {}
    for entry in work.byline:
        if entry.author_id:
            first.setdefault(entry.author_id, entry)
    return list(first.values())


def introduce(
    entry: BylineEntry,
    work: Article,
    cards: Sequence[Article],
    positions: Mapping[int, Sequence[Affiliation]],
) -> dict[str, Any]:
    """Return a person with the position held now and on the day, and the newest other works."""
    held = positions.get(entry.author_id, ())
    now, then = latest(held), None
    if work.published_on and work.published_precision != Precision.YEAR:
        then = held_on(work.published_on, held)
    others = (card for card in cards if not is_translation(card, work))
    theirs = [card for card in others if any(other.author_id == entry.author_id for other in card.byline)]
    return {
        "entry": entry,
        "author": entry.author,
        "now": now,
        "then": then if then != now else None,
        "recent": theirs[:RECENT_WORKS],
    }


def is_translation(card: Article, work: Article) -> bool:
    """Whether two works are one in two languages."""
    return (card.translation_of_id or card.pk) == (work.translation_of_id or work.pk)
