"""How the page of a term, a series or a person opens: with a lead, its people, and what stands beside it.

All of it comes from the list that the page has anyway: no query is made here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlencode

from archive.articles.facets import Choice, Counts
from archive.articles.listing import PAGE_SIZE
from archive.articles.models import Article
from archive.articles.querysets import CARD_FIELDS, ArticleQuerySet
from archive.public.hosts import Host
from archive.public.listings import Listing
from archive.tags.models import Facet, Term
from authors.models import Author

PICTURE_FIELDS = ("image", "image_width", "image_height", "image_alt", "credit")
FEWEST_WORKS = 4
"""A shorter list is seen at a glance and needs no lead."""
MOST_LINES = 8


def with_pictures(cards: ArticleQuerySet) -> ArticleQuerySet:
    """Load the pictures of cards too, for those of which one may lead a page."""
    return cards.only(*CARD_FIELDS, *PICTURE_FIELDS)


def leading(newest: Iterable[Article], language: str) -> Article | None:
    """Return the work to open with: the newest pictured one in the house's language, else pictured."""
    works = list(newest)
    pictured = [work for work in works if work.image]
    spoken = [work for work in pictured if work.language == language]
    return next(iter([*spoken, *pictured, *works]), None)


def language_of(host: Host) -> str:
    """Return the language in which a house speaks; "" in an empty archive."""
    return host.center.language if host.center else ""


def is_opening(listing: Listing) -> bool:
    """Whether a list is shown from its start and whole: nothing was asked of it."""
    return not listing.canonical


def lead_of(listing: Listing, language: str, *, chosen: Article | None = None) -> Article | None:
    """Return the work that leads a page whose list was loaded `with_pictures`; None where nothing has to.

    `chosen` is the editors' choice. A lead that is the list's newest is taken out of it: it stands right
    above the others, and in its order.
    """
    if not is_opening(listing) or (len(listing.works) < FEWEST_WORKS and chosen is None):
        return None
    lead = chosen or leading(listing.works, language)
    if len(listing.works) > 1 and listing.works[0] == lead:
        del listing.works[0]
    return lead


def number_parts(listing: Listing) -> None:
    """Give the works of a whole series their places in it, as `part`: 1 is the oldest.

    Only where the list is in the order of dates, and on pages with a number: a page that continues after a
    work does not know how many came before.
    """
    pages = [page["number"] for page in listing.pages["numbers"] if page and page["current"]]
    if listing.chosen or listing.q or not listing.by_date or (listing.pages["numbers"] and not pages):
        return
    before = (pages[0] - 1) * PAGE_SIZE if pages else 0
    for place, work in enumerate(listing.works, start=before + 1):
        work.part = place if listing.order == "oldest" else listing.total - place + 1


def terms_counted(
    counts: Counts,
    *facets: str,
    path: str = "",
    apart: Collection[tuple[str, str]] = (),
    most: int = MOST_LINES,
) -> list[dict[str, Any]]:
    """Return the terms that most works of a count carry: {term, count, url}, most works first.

    `url` narrows the list at `path` to them; `apart` are (facet, slug) to leave out.
    """
    lines = [
        {
            "term": Term(facet=facet, slug=choice.value, name=choice.label),
            "count": choice.count,
            "url": narrowed(path, facet, choice),
        }
        for facet in facets
        for choice in counts.choices[facet]
        if (facet, choice.value) not in apart
    ]
    return sorted(lines, key=lambda line: -line["count"])[:most]


def people_counted(
    counts: Counts, *, path: str, apart: str = "", most: int = MOST_LINES
) -> list[dict[str, Any]]:
    """Return the people whom most works of a count name: {author, count, url}, without `apart`."""
    return [
        {
            "author": Author(slug=choice.value, name=choice.label),
            "count": choice.count,
            "url": narrowed(path, "author", choice),
        }
        for choice in counts.choices["author"]
        if choice.value != apart
    ][:most]


def narrower(counts: Counts, term: Term) -> list[dict[str, Any]]:
    """Return the terms right below a term: {term, count}, most works first."""
    return [
        {"term": Term(facet=term.facet, slug=choice.value, name=choice.label), "count": choice.count}
        for choice in counts.choices[term.facet]
        if choice.parent == term.slug
    ]


def related(counts: Counts, term: Term, above: Iterable[Term], path: str) -> list[dict[str, Any]]:
    """Return the topics and regions that works on a term carry most often besides: {term, count, url}.

    What stands above or below the term goes without saying, and so does what bears one of these names in the
    other facet.
    """
    branch = {one.slug for one in above} | below(counts.choices[term.facet], term.slug)
    apart = {(facet, slug) for facet in (Facet.TOPIC, Facet.REGION) for slug in branch}
    return terms_counted(counts, Facet.TOPIC, Facet.REGION, path=path, apart=apart)


def below(choices: Iterable[Choice], slug: str) -> set[str]:
    """Return a term's slug, and those of the terms anywhere below it."""
    children: dict[str, list[str]] = {}
    for choice in choices:
        children.setdefault(choice.parent, []).append(choice.value)
    found: set[str] = set()
    waiting = [slug]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += children.get(one, [])
    return found


def narrowed(path: str, facet: str, choice: Choice) -> str:
    """Return the address of the list at a path, narrowed to one choice."""
    return f"{path}?{urlencode({facet: choice.value})}"
