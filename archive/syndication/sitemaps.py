"""The sitemap: an index, and parts whose size and cost are bounded however many works there are.

A part holds what has a key in one range of `RANGE` keys (the protocol allows 50,000 pages and 50 MB): a page
of it is found by the primary key, without counting or skipping what stands before. Every address is
canonical, and is there for readers to see.
Django's own sitemaps count all rows and skip to each page of them; a million works would not bear it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from archive.articles import presence, sets
from archive.articles.description import absolute
from archive.articles.models import Article
from archive.articles.models.article import permalink
from archive.articles.sets import Sets, members
from archive.articles.sets.members import UNDATED
from archive.centers.models import Center
from archive.tags.models import FACET_PLURALS

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LAST_PART = 2**63 // members.RANGE - 2
"""Beyond it no row has its key."""
FIXED = ("home", "articles", "authors", "centers", "browse", "browse-titles")
"""Pages that are always there, by URL name."""
ROWS: dict[str, Callable[[], QuerySet]] = {
    "articles": Article.objects.published,
    "authors": presence.people,
    "terms": presence.terms,
    "series": presence.series,
    "centers": Center.objects.all,
}
"""The rows that have pages, by section."""
SLUGS = {"authors": ("slug",), "terms": ("facet", "slug"), "series": ("slug",), "centers": ("slug",)}
"""What the address of a row is made of."""
SECTIONS = ("lists", *ROWS)
"""The sections of the sitemap: first the pages that stand for no row."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path, its last change if that is known, (language, path) of it and its translations."""

    path: str
    changed: dt.datetime | None = None
    languages: tuple[tuple[str, str], ...] = ()


def index() -> Iterator[str]:
    """Yield the index: one entry for each part that has pages.

    One query for each section; and one for each part of the works in which a work has changed since the index
    was asked for last.
    """
    now = sets.current()
    yield f'{HEAD}<sitemapindex xmlns="{SITEMAP}">\n'
    for section in SECTIONS:
        for part, changed in parts_of(section, now):
            address = absolute(reverse("sitemap", args=[section, part]))
            yield f"<sitemap><loc>{escape(address)}</loc>{lastmod(changed)}</sitemap>\n"
    yield "</sitemapindex>\n"


def written(pages: Iterable[Page]) -> Iterator[str]:
    """Yield a part of the sitemap, page by page."""
    yield f'{HEAD}<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n'
    for page in pages:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(absolute(path))}"/>'
            for tag, path in page.languages
        )
        yield f"<url><loc>{escape(absolute(page.path))}</loc>{lastmod(page.changed)}{others}</url>\n"
    yield "</urlset>\n"


def lastmod(instant: dt.datetime | None) -> str:
    """Return the element that tells the last change of a page, to the second; "" where it is not known."""
    return f"<lastmod>{instant:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if instant else ""


def parts_of(section: str, now: Sets) -> list[tuple[int, dt.datetime | None]]:
    """Return the numbers of a section's parts that have pages, each with its last change if that is known."""
    if section == "lists":
        return [(0, None)]
    if section == "articles":
        parts = range(now.everything.max() // members.RANGE + 1) if now.everything else ()
        changes = ((part, _last_change(now, part)) for part in parts if now.has_works(*span(part)))
        return [(part, changed) for part, changed in changes if changed]
    if section == "authors":
        return [(part, None) for part in sorted({key // members.RANGE for key in now.keys_of("author")})]
    rows = ROWS[section]().order_by().annotate(part=F("pk") / members.RANGE).values("part")
    return sorted((row["part"], None) for row in rows.distinct())


def span(part: int) -> tuple[int, int]:
    """Return the first and the last key of a part."""
    return part * members.RANGE, (part + 1) * members.RANGE - 1


def _last_change(now: Sets, part: int) -> dt.datetime | None:
    """Return when a work of a part changed last, or came before readers; None for a part without works."""
    if part not in now.ranges:
        rows = Article.objects.published().filter(pk__range=span(part)).order_by()
        changed = Greatest(Max("updated_at"), Max(Coalesce("publish_at", "updated_at")))
        now.ranges[part] = rows.aggregate(changed=changed)["changed"]
    return now.ranges[part]


def pages_of(section: str, part: int) -> list[Page]:
    """Return the pages of a part, by key; none for a part that there is not. Two queries at most."""
    if section == "lists":
        return _lists() if part == 0 else []
    if part > LAST_PART:
        return []
    rows = ROWS[section]().filter(pk__range=span(part)).order_by("pk")
    if section == "articles":
        return _works(rows, part)
    return [Page(row.get_absolute_url()) for row in rows.only(*SLUGS[section])]


def _works(rows: QuerySet[Article], part: int) -> list[Page]:
    """Return the pages of works, each with the addresses of all its translations, itself among them."""
    columns = ("pk", "path", "language", "translation_of")
    works = list(rows.values_list(*columns, "updated_at", "publish_at"))
    families: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for key, path, language, original in (*_translations(rows, part, columns), *(row[:4] for row in works)):
        families[original or key][key] = (language, permalink(path))
    pages = []
    for key, path, _language, original, updated, released in works:
        family = families[original or key]
        languages = tuple(sorted(family.values())) if len(family) > 1 else ()
        pages.append(Page(permalink(path), max(updated, released or updated), languages))
    return pages


def _translations(rows: QuerySet[Article], part: int, columns: tuple[str, ...]) -> QuerySet:
    """The works, in this part or another, that are one with a work of this part in another language."""
    published = Article.objects.published().order_by()
    originals = rows.order_by().filter(translation_of__isnull=False).values("translation_of")
    arms = (
        published.filter(translation_of__pk__range=span(part)),
        published.filter(translation_of__in=originals),
        published.filter(pk__in=originals),
    )
    first, *others = (arm.values_list(*columns) for arm in arms)
    return first.union(*others).order_by()


def _lists() -> list[Page]:
    """Return the pages that stand for no record: fixed ones, vocabularies with terms, years with works."""
    facets = set(presence.terms().order_by().values_list("facet", flat=True).distinct())
    indexes = [reverse("terms", args=[plural]) for facet, plural in FACET_PLURALS.items() if facet in facets]
    known = sorted(year for year in sets.current().keys_of("year") if year != UNDATED)
    years = [reverse("browse-year", args=[year]) for year in known]
    return [Page(path) for path in (*map(reverse, FIXED), *indexes, *years)]
