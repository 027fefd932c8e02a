"""The front of a house: what its editors put forward, its newest, this day in past years, its series.

The home page of the archive and the page of each center open with the same parts. Everything has a sensible
default: without highlights the newest pictured work leads, without a work of this day there are those of
this month.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from archive.articles import facets, sets
from archive.articles.facets import Counts
from archive.articles.models import Article, ArticleCenter, BodyLink, BylineEntry, Highlight
from archive.articles.querysets import ArticleQuerySet
from archive.centers.models import Center, Series
from archive.public.hosts import Host
from archive.public.house import household_of, story_of
from archive.public.landing import (
    is_opening,
    language_of,
    lead_of,
    leading,
    terms_counted,
    with_pictures,
)
from archive.public.listings import Listing, histogram
from archive.publication import Precision

LATEST_WORKS = 9
CHOICES = 5
SERIES = 8
TOPICS = 8
PAST_WORKS = 4
MANY_WORKS = 2000
IN_ALL_LANGUAGES = 3
"""How many cards are read for one that is shown, since a work may stand there in several languages."""


@dataclass(slots=True)
class Shelves:
    """What a home page shows beside a list: each holds cards, pictures included, and every work once.

    `choices` are in the editors' order, `newest` newest first; `past` are works of this day in past years (of
    this month, where `is_day` is false), newest first, but one of each year before a second of any.
    """

    choices: list[Article] = field(default_factory=list)
    past: list[Article] = field(default_factory=list)
    is_day: bool = False
    newest: list[Article] = field(default_factory=list)


def front_page(host: Host) -> dict[str, Any]:
    """Return what the home page shows, under the names of its template. Six queries beside the frame's."""
    published = Article.objects.published()
    language = language_of(host)
    now = sets.current()
    counts = facets.count_all(now, ["topic", "series", "language", "year"])
    shelves = shelves_of(host.center, published, counts.years(), newest=LATEST_WORKS + 1 + CHOICES)
    lead = next(iter([*shelves.choices, leading(shelves.newest, language)]), None)
    beside = shelves.choices[1:]
    latest = [work for work in shelves.newest if work != lead and work not in beside]
    archive = reverse("articles")
    return {
        "lead": lead,
        "choices": beside,
        "latest": latest[:LATEST_WORKS],
        "past": shelves.past,
        "past_is_day": shelves.is_day,
        "topics": terms_counted(counts, "topic", path=archive, most=TOPICS),
        "centers": list(Center.objects.active().in_order()),
        "series": series_by_links(counts)[:SERIES],
        "total": counts.total,
        "people_total": len(now.keys_of("author")),
        "languages_total": len(counts.choices["language"]),
        "histogram": histogram(counts.years(), (), lambda year: f"{archive}?year={year}"),
    }


def opening_of(center: Center, listing: Listing) -> dict[str, Any]:
    """Return what the page of a center shows beside the list of its published works, in four queries.

    Where the list is narrowed or turned, that is only what the center is.
    """
    house = household_of(center)
    years = listing.counts.years()
    about = {"people": house.people, "centers": house.centers, "story": story_of(center, house, years)}
    if not is_opening(listing):
        return about | {"series": series_counted(listing.counts)}
    shelves = shelves_of(center, works_of_house(center, listing.total), years)
    lead = lead_of(listing, center.language, chosen=next(iter(shelves.choices), None))
    return about | {
        "lead": lead,
        "choices": shelves.choices[1:],
        "past": shelves.past,
        "past_is_day": shelves.is_day,
        "series": series_by_links(listing.counts),
    }


def works_of_house(center: Center, number: int) -> ArticleQuerySet:
    """Return the published works of a center and those below it, `number` in all, to be asked by their dates.

    Of few, all are looked at. Of many, each work of a date is asked for its centers: the index of dates leads
    then, and not the list of everything that the center ever published.
    """
    if number < MANY_WORKS:
        return Article.objects.from_center(center).published()
    family = Center.objects.filter(Q(pk=center.pk) | Q(umbrella=center)).values("pk")
    theirs = ArticleCenter.objects.filter(article=OuterRef("pk"), center__in=family)
    return Article.objects.published().filter(Exists(theirs))


def shelves_of(
    center: Center | None, works: ArticleQuerySet, years: Iterable[int], *, newest: int = 0
) -> Shelves:
    """Return what a center's home page shows of these published works beside a list, in two queries.

    `years` are those in which there are works; `newest` is how many of the newest to bring along.
    """
    put_forward = Highlight.objects.current().filter(center=center)
    on_day, in_month = anniversaries(works, years)
    published = Article.objects.published()
    shelves = [published.filter(pk__in=put_forward.values("article")), on_day, in_month]
    if newest:
        shelves.append(works.newest()[: newest * IN_ALL_LANGUAGES])
    keys = [Article.objects.order_by().filter(pk__in=shelf.values("pk")).values("pk") for shelf in shelves]
    place = Subquery(put_forward.filter(article=OuterRef("pk")).values("position")[:1])
    cards = Article.objects.filter(pk__in=keys[0].union(*keys[1:])).newest().annotate(order_here=place)
    cards = list(with_pictures(cards.for_card()).prefetch_related(None))
    language = center.language if center else ""
    chosen = [card for card in cards if card.order_here is not None]
    today = timezone.now().date()
    past = [card for card in cards if card.published_on and card.published_on.year < today.year]
    days = [card for card in past if is_day_of(card, today)]
    months = [card for card in past if is_month_of(card, today)]
    shown = Shelves(
        choices=sorted(chosen, key=attrgetter("order_here"))[:CHOICES],
        past=of_many_years(once_each(days or months, language))[:PAST_WORKS],
        is_day=bool(days),
        newest=once_each(cards[: newest * IN_ALL_LANGUAGES], language)[:newest],
    )
    entries = BylineEntry.objects.select_related("author").defer("author__bio")
    prefetch_related_objects(
        [*shown.choices, *shown.past, *shown.newest], Prefetch("byline_entries", entries)
    )
    return shown


def anniversaries(works: ArticleQuerySet, years: Iterable[int]) -> tuple[ArticleQuerySet, ArticleQuerySet]:
    """Return works of this day in past years, and works of this month in past years, some of the newest.

    Days are asked for one by one, of the years in which there are works: an index answers, however many works
    there are, and of each day some. The month is read from the newest backwards, only until there are enough.
    """
    today = timezone.now().date()
    most = PAST_WORKS * IN_ALL_LANGUAGES
    past = [year for year in years if year < today.year]
    if (today.month, today.day) == (2, 29):
        past = [year for year in past if calendar.isleap(year)]
    days = [dt.date(year, today.month, today.day) for year in past]
    on_day = works.filter(sort_date__in=days, published_precision=Precision.DAY).annotate(
        rank=Window(RowNumber(), partition_by=F("sort_date"), order_by=F("pk").desc())
    )
    before = works.filter(sort_date__lt=dt.date(today.year, 1, 1), sort_date__month=today.month)
    in_month = before.exclude(published_precision=Precision.YEAR)
    return on_day.filter(rank__lte=IN_ALL_LANGUAGES).newest()[:most], in_month.newest()[:most]


def is_day_of(card: Article, day: dt.date) -> bool:
    """Whether a work came out on this day of a year, as far as that is known."""
    return is_month_of(card, day) and bool(card.published.day) and card.published_on.day == day.day


def is_month_of(card: Article, day: dt.date) -> bool:
    """Whether a work came out in this month of a year, as far as that is known."""
    return bool(card.published.month) and card.published_on.month == day.month


def of_many_years(cards: Iterable[Article]) -> list[Article]:
    """Return cards newest first, but with one of each year before a second of any."""
    met: Counter[int] = Counter()
    turns = []
    for card in cards:
        turns.append((met[card.published_on.year], card))
        met[card.published_on.year] += 1
    return [card for _turn, card in sorted(turns, key=itemgetter(0))]


def once_each(cards: Iterable[Article], language: str) -> list[Article]:
    """Return cards with each work once, where it stands first: in this language if it is among them."""
    shown: dict[int, Article] = {}
    for card in cards:
        work = card.translation_of_id or card.pk
        if work not in shown or (card.language == language != shown[work].language):
            shown[work] = card
    return list(shown.values())


def series_by_links(counts: Counts) -> list[dict[str, Any]]:
    """Return the series of a count, those first that most other works link to: {series, count, links}.

    One query, once for a version of the works; none without series.
    """
    if not counts.choices["series"]:
        return []
    kept = counts.memory
    if "links to series" not in kept:
        kept["links to series"] = links_to_series()
    numbers = kept["links to series"]
    lines = [line | {"links": numbers.get(line["series"].slug, 0)} for line in series_counted(counts)]
    return sorted(lines, key=lambda line: (-line["links"], -line["count"]))


def links_to_series() -> dict[str, int]:
    """Return how many works link to works of a series, by its slug.

    A work links where its body does, a work of the series itself apart; only what readers may see is
    counted, on both sides.
    """
    links = (
        BodyLink.objects.shown()
        .filter(article__in=Article.objects.published().order_by().values("pk"), target__series__isnull=False)
        .exclude(article__series=F("target__series"))
        .order_by()
        .values_list("target__series__slug")
    )
    return dict(links.annotate(number=Count("article", distinct=True)))


def series_counted(counts: Counts) -> list[dict[str, Any]]:
    """Return the series of a count: {series, count}, most works first."""
    return [
        {"series": Series(slug=choice.value, name=choice.label), "count": choice.count}
        for choice in counts.choices["series"]
    ]
