"""What stands around a work on its page: its people and their recent work, its terms, more work of the host.

Four queries, however much there is: the small parts in one, all cards in one, all bylines in one, and the
positions of the people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Prefetch, QuerySet, Value, Window, prefetch_related_objects
from django.db.models.functions import Cast, DenseRank

from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BodyLink,
    BylineEntry,
    Correction,
)
from archive.articles.models.article import permalink
from archive.articles.querysets import ArticleQuerySet
from archive.centers.models import Center
from archive.publication import Precision
from archive.tags.models import Facet, Term
from archive.text.dates import parse_iso
from authors.models import Affiliation

RECENT_WORKS = 2
MORE_WORKS = 5
FACET_ORDER = {facet: place for place, facet in enumerate(Facet.values)}


@dataclass(slots=True)
class Parts:
    """The small things that hang on one work, each kind in stored order; terms facet by facet.

    `links` is where links of the body lead today, by their href.
    """

    terms: list[Term] = field(default_factory=list)
    centers: list[Center] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)


def surroundings_of(work: Article, host: Center | None) -> dict[str, Any]:
    """Return what the page of a published work shows beside the work itself, by the names of its template."""
    parts = parts_of(work)
    work.link_addresses = parts.links
    cards = list(cards_around(work, host))
    load_people(work, cards)
    translations = [card for card in cards if is_translation(card, work)]
    others = [card for card in cards if not is_translation(card, work)]
    people = [introduce(entry, work, others) for entry in people_of(work)]
    recent = {card.pk for person in people for card in person["recent"]}
    return {
        "byline": work.byline,
        "people": people,
        "terms": parts.terms,
        "centers": parts.centers,
        "attachments": parts.attachments,
        "corrections": parts.corrections,
        "translations": translations,
        "more_work": [card for card in others if card.pk not in recent],
    }


def parts_of(work: Article) -> Parts:
    """Return terms, centers, attachments, corrections and led links of a work, in one query.

    Five tables speak in one shape: what, order, key, and three texts.
    """
    terms = (
        ArticleTerm.objects.order_by()
        .filter(content_object=work)
        .values_list(_text("term"), "position", "tag_id", "tag__facet", "tag__slug", "tag__name")
    )
    centers = (
        ArticleCenter.objects.order_by()
        .filter(article=work, is_implied=False)
        .values_list(
            _text("center"), "position", "center_id", "center__slug", "center__name", "center__short_name"
        )
    )
    attachments = (
        Attachment.objects.order_by()
        .filter(article=work)
        .values_list(_text("attachment"), "position", "pk", "title", Cast("file", CharField()), "url")
    )
    day = Cast("corrected_on", CharField())
    corrections = (
        Correction.objects.order_by()
        .filter(article=work)
        .values_list(_text("correction"), Value(0), "pk", day, Cast("text", CharField()), _text(""))
    )
    links = (
        BodyLink.objects.shown()
        .order_by()
        .filter(article=work)
        .values_list(
            _text("link"), Value(0), "target_id", Cast("href", CharField()), "target__path", _text("")
        )
    )
    parts = Parts()
    rows = terms.union(centers, attachments, corrections, links, all=True).order_by()
    for what, _position, key, *texts in sorted(rows, key=_stored_order):
        one, two, three = texts
        if what == "term":
            parts.terms.append(Term(pk=key, facet=one, slug=two, name=three))
        elif what == "center":
            parts.centers.append(Center(pk=key, slug=one, name=two, short_name=three))
        elif what == "attachment":
            parts.attachments.append(Attachment(pk=key, title=one, file=two, url=three))
        elif what == "link":
            parts.links[one] = permalink(two)
        else:
            parts.corrections.append(Correction(pk=key, corrected_on=parse_iso(one).first_day, text=two))
    return parts


def cards_around(work: Article, host: Center | None) -> ArticleQuerySet:
    """Return as cards, newest first: the people's recent work, the host's newest besides, translations."""
    published = Article.objects.published().order_by()
    others = published.apart_from(work)
    recent = recent_work(work, others)
    shelves = [recent, published.translations_of(work).values("pk")]
    if host is not None:
        newest = others.from_center(host).exclude(pk__in=recent).newest().values("pk")[:MORE_WORKS]
        shelves.append(published.filter(pk__in=newest).values("pk"))
    first, *further = shelves
    keys = first.union(*further).order_by()
    return Article.objects.filter(pk__in=keys).newest().for_card().prefetch_related(None)


def recent_work(work: Article, others: ArticleQuerySet) -> QuerySet:
    """Return the keys of the newest works of each person whom the work names, among the others."""
    people = BylineEntry.objects.filter(article=work, author__isnull=False).order_by().values("author")
    newest_first = [F("sort_date").desc(), F("pk").desc()]
    rank = Window(DenseRank(), partition_by=F("byline_entries__author"), order_by=newest_first)
    theirs = others.filter(byline_entries__author__in=people).annotate(rank=rank)
    return theirs.filter(rank__lte=RECENT_WORKS).values("pk")


def load_people(work: Article, cards: list[Article]) -> None:
    """Load all bylines in one query, and the positions of the work's own people in another."""
    entries = BylineEntry.objects.select_related("author")
    prefetch_related_objects([work, *cards], Prefetch("byline_entries", entries))
    authors = [entry.author for entry in work.byline if entry.author]
    positions = Affiliation.objects.select_related("center")
    prefetch_related_objects(authors, Prefetch("affiliations", positions))


def people_of(work: Article) -> list[BylineEntry]:
    """Return the byline entry of each known person, in printed order; who is named twice comes once."""
    first: dict[int, BylineEntry] = {}
    for entry in work.byline:
        if entry.author_id:
            first.setdefault(entry.author_id, entry)
    return list(first.values())


def introduce(entry: BylineEntry, work: Article, cards: list[Article]) -> dict[str, Any]:
    """Return a person with the position held now and on the day, and the newest other works."""
    author = entry.author
    now, then = author.latest_position, None
    if work.published_on and work.published_precision != Precision.YEAR:
        then = author.position_on(work.published_on)
    theirs = [card for card in cards if any(other.author_id == author.pk for other in card.byline)]
    return {
        "entry": entry,
        "author": author,
        "now": now,
        "then": then if then != now else None,
        "recent": theirs[:RECENT_WORKS],
    }


def is_translation(card: Article, work: Article) -> bool:
    """Whether two works are one in two languages."""
    return (card.translation_of_id or card.pk) == (work.translation_of_id or work.pk)


def _stored_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    what, position, key, one, *_rest = row
    if what == "correction":
        return what, one, key
    return what, str(FACET_ORDER.get(one, "")) if what == "term" else "", position, key


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
