"""A list as its page shows it: the works, the facets to narrow them by, the years, and the way on.

Everything is computed here, in at most five queries however many works there are; templates only print.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.articles import facets
from archive.articles.facets import Counts
from archive.articles.filters import ALL, LABELS, SORTS, WorkFilter
from archive.articles.listing import MOST_PAGES, PAGE_SIZE, Page, Shape, as_they_are, page_of
from archive.articles.models import Article
from archive.articles.search import Hits
from archive.articles.search.hits import MOST_RANKED
from archive.articles.sets import Scope
from archive.text import written
from archive.text.languages import native_name

FIELD_LABELS = {**LABELS, "title": _("Title"), "outlet": _("Publication"), "file": _("File"), "": ""}
"""What the fields of a question are called."""
SHOWN_CHOICES = 8
TALLEST_BAR = 20
MOST_YEARS = 100
NEIGHBOURS = 2
LISTED_FACETS = tuple(name for name in facets.FACETS if name != "year")


@dataclass(slots=True)
class FacetChoice:
    """One line of a facet: choosing it leads to `url`; `lang` is set where the label is not in the page's."""

    value: str
    label: str
    count: int
    selected: bool
    url: str
    depth: int = 0
    lang: str = ""


@dataclass(slots=True)
class FacetList:
    """One facet: the choices to show at once, and the rest to fold away."""

    name: str
    label: str | Promise
    choices: list[FacetChoice]
    rest: list[FacetChoice]
    active: bool


@dataclass(slots=True)
class Listing:
    """What the page of a list shows. Addresses in it are whole, query strings included."""

    works: list[Article]
    total: int
    by_date: bool = True
    order: str = "newest"
    facets: list[FacetList] = field(default_factory=list)
    chosen: list[dict[str, Any]] = field(default_factory=list)
    clear_url: str = ""
    sorts: list[dict[str, Any]] = field(default_factory=list)
    histogram: dict[str, Any] | None = None
    pages: dict[str, Any] = field(default_factory=dict)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    notes: list[Promise] = field(default_factory=list)
    is_relaxed: bool = False
    q: str = ""
    canonical: str = ""
    counts: Counts = field(default_factory=Counts)


def listing_of(
    request: HttpRequest,
    scope: Scope = ALL,
    *,
    wanted: Collection[str] = LISTED_FACETS,
    size: int = PAGE_SIZE,
    shape: Shape = as_they_are,
) -> Listing:
    """Return the page of the works of a scope that the address asks for; raise Http404 for one it has not.

    `wanted` names the facets to count; `shape` loads more than a card, where nothing is searched for.
    """
    asked = WorkFilter(request.GET, scope)
    if asked.position is None:
        raise Http404("The list has no such page.")
    counts = facets.count(asked.sets, asked.narrow, active=asked.chosen, facets=(*wanted, "year"))
    hits = asked.hits()
    found = hits.by_relevance() if asked.order == "relevance" else asked.works()
    shape = hits.with_passages if asked.question else shape
    page = page_of(found, asked.position, sort=asked.order, size=size, shape=shape)
    if not page.works and str(page.position):
        raise Http404("The list has no such page.")
    if asked.question:
        mark(page.works, hits)
    reach = len(found)
    return Listing(
        works=page.works,
        total=counts.total,
        by_date=asked.order in ("newest", "oldest"),
        order=asked.order,
        facets=[facet_list(asked, name, counts, request.path) for name in wanted if counts.choices[name]],
        chosen=chosen(asked, request.path),
        clear_url=request.path + asked.address(drop=[*facets.FACETS, "from", "to", "page"]),
        sorts=[
            {
                "label": SORTS[name],
                "url": request.path + sorted_by(asked, name),
                "current": name == asked.order,
            }
            for name in asked.orders
        ],
        histogram=histogram(
            counts.years(),
            asked.chosen.get("year", ()),
            lambda year: request.path + asked.toggled("year", year),
        ),
        pages=pages(asked, page, ceil(reach / size), request.path),
        hidden=[pair for pair in asked.parameters if pair[0] not in ("q", "page")],
        notes=[*notes_on_hits(hits, asked.order, counts.total), *asked.notes],
        is_relaxed=bool(asked.question) and hits.query.is_relaxed,
        q=asked.question,
        canonical=asked.address(),
        counts=counts,
    )


def mark(works: list[Article], hits: Hits) -> None:
    """Give works a marked title, bylines marked names, and works an excerpt where they answer a question."""
    passages = hits.excerpts(works)
    for work in works:
        work.excerpt = passages.get(work.pk, "")
        work.marked_title = hits.mark(work.title, work.language, "title")
        for entry in work.byline:
            entry.marked_name = hits.mark(entry.name, work.language, "author")


def notes_on_hits(hits: Hits, order: str, total: int) -> list[Promise]:
    """Say that the works lack a word, and that not all are ordered by relevance, where that is so."""
    notes: list[Promise] = []
    if hits.query.is_relaxed and total:
        notes.append(_("No work here has all of these words. These have all but one of them."))
    if order != "relevance" or total <= MOST_RANKED:
        return notes
    note = _(
        "Only the newest {number} of these works, and those with the words in their titles, are listed by "
        "relevance; order by date to see all."
    )
    return [*notes, format_lazy(note, number=_figure(MOST_RANKED))]


_figure = lazy(lambda number: written.figure(number, get_language() or "en"), str)


def facet_list(asked: WorkFilter, name: str, counts: Counts, path: str) -> FacetList:
    """Return a facet's choices as a tree, each branch below its root, the fullest first."""
    selected = asked.chosen.get(name, ())
    choices = [
        FacetChoice(
            value=choice.value,
            label=native_name(choice.value) if name == "language" else choice.label,
            count=choice.count,
            selected=choice.value in selected,
            url=path + asked.toggled(name, choice.value),
            depth=depth,
            lang=choice.value if name == "language" else "",
        )
        for choice, depth in in_tree(counts.choices[name])
    ]
    fullest = sorted(choices, key=lambda choice: (-choice.count, choice.depth))[:SHOWN_CHOICES]
    shown = {choice.value for choice in fullest} | set(selected)
    return FacetList(
        name,
        LABELS[name],
        choices=[choice for choice in choices if choice.value in shown],
        rest=[choice for choice in choices if choice.value not in shown],
        active=bool(selected),
    )


def in_tree(choices: list[facets.Choice]) -> list[tuple[facets.Choice, int]]:
    """Return choices with their depth, each followed by what stands below it; siblings keep their order."""
    present = {choice.value for choice in choices}
    below: dict[str, list[facets.Choice]] = {}
    for choice in choices:
        below.setdefault(choice.parent if choice.parent in present else "", []).append(choice)
    ordered: list[tuple[facets.Choice, int]] = []
    waiting = [(choice, 0) for choice in reversed(below.get("", []))]
    while waiting:
        choice, depth = waiting.pop()
        ordered.append((choice, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(choice.value, []))]
    return ordered


def chosen(asked: WorkFilter, path: str) -> list[dict[str, Any]]:
    """Return what narrows the list, each with the address that takes it away."""
    made = []
    for facet, values in asked.chosen.items():
        known = asked.named(facet)
        for value in values:
            label = known[value].label if value in known else value
            url = path + asked.toggled(facet, value)
            made.append(
                {"label": label, "facet": facet, "value": value, "facet_label": LABELS[facet], "url": url}
            )
    for piece in asked.pieces:
        name = FIELD_LABELS[piece.field]
        if piece.excluded:
            name = format_lazy(_("Without ({field})"), field=name) if piece.field else _("Without")
        made.append({"label": piece.text, "facet_label": name, "url": path + asked.without(piece)})
    for name in ("from", "to"):
        if date := asked.asked[name]:
            url = path + asked.address(drop=[name, "page"])
            made.append({"label": str(date), "date": date, "facet_label": LABELS[name], "url": url})
    return made


def sorted_by(asked: WorkFilter, name: str) -> str:
    """Return the query string of the list in another order; the order it has anyway is not written."""
    return asked.address(drop=["page"], sort="" if name == asked.orders[0] else name)


def histogram(
    years: dict[int, int], chosen: Collection[str], url: Callable[[str], str]
) -> dict[str, Any] | None:
    """Return the years from the first to the last, each with its bar's height; None for fewer than two."""
    if len(years) < 2:
        return None
    first, last, peak = min(years), max(years), max(years.values())
    span = range(first, last + 1) if last - first < MOST_YEARS else sorted(years)[-MOST_YEARS:]
    bars = [
        {
            "year": year,
            "count": years.get(year, 0),
            "level": ceil(TALLEST_BAR * years.get(year, 0) / peak),
            "url": url(str(year)) if year in years else "",
            "current": str(year) in chosen,
        }
        for year in span
    ]
    return {"bars": bars, "first": span[0], "last": last, "peak": peak}


def pages(asked: WorkFilter, page: Page, last: int, path: str) -> dict[str, Any]:
    """Return the numbered pages around this one (None for a gap), and the ways back and on."""

    def url(position: object) -> str:
        return path + asked.address(page=str(position or ""))

    return {
        "numbers": [
            number
            and {
                "number": number,
                "url": url(number if number > 1 else ""),
                "current": number == page.position.number,
            }
            for number in numbers(page.position.number, min(last, MOST_PAGES))
        ],
        "newer": url(page.previous) if page.previous else "",
        "older": url(page.next) if page.next else "",
    }


def numbers(current: int, last: int) -> list[int | None]:
    """Return the page numbers to offer: the first, those around the current one, the last; None for a gap."""
    if last < 2:
        return []
    wanted = {1, last, *range(current - NEIGHBOURS, current + NEIGHBOURS + 1)} if current else {1}
    offered: list[int | None] = []
    for number in sorted(number for number in wanted if 1 <= number <= last):
        if offered and number - (offered[-1] or 0) > 1:
            offered.append(number - 1 if number - (offered[-1] or 0) == 2 else None)
        offered.append(number)
    return offered
