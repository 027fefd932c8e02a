"""The index of people: the letters, and one page of names with their positions and numbers of works."""

from __future__ import annotations

import string
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, QueryDict

from archive.articles import presence
from archive.articles.filters import LONGEST_CHOICE
from archive.articles.listing import Position
from archive.articles.models import Article
from archive.public.listings import numbers
from archive.text.strings import tidy
from authors.models import Affiliation
from authors.querysets import AuthorQuerySet

NAMES_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class IndexQuestion:
    """What a reader asks of the index of people: a letter (lower case, "" for all), and a page of it."""

    letter: str = ""
    page: int | None = 1

    @classmethod
    def read(cls, data: QueryDict) -> IndexQuestion:
        """Read the address; `page` is None where it names none that the index can have."""
        page = Position.parse(tidy(data.get("page", ""), LONGEST_CHOICE))
        return cls(tidy(data.get("letter", ""), 1).lower()[:1], page.number or None if page else None)

    @property
    def address(self) -> str:
        """The query string: "?letter=b&page=2", or ""."""
        pairs = [("letter", self.letter), ("page", str(self.page) if self.page and self.page > 1 else "")]
        asked = [pair for pair in pairs if pair[1]]
        return f"?{urlencode(asked)}" if asked else ""


def index_of(request: HttpRequest) -> dict[str, Any]:
    """Return the letters and the people of the page that the address asks for; raise Http404 for none.

    Three queries: the letters, the people, their positions.
    """
    asked = IndexQuestion.read(request.GET)
    everybody = presence.people()
    initials = count_initials(everybody)
    total = initials.get(asked.letter, 0) if asked.letter else sum(initials.values())
    last = max(1, ceil(total / NAMES_ON_A_PAGE))
    if asked.page is None or asked.page > last or (asked.letter and not total):
        raise Http404("The index has no such page.")
    people = everybody.filter(sort_key__startswith=asked.letter) if asked.letter else everybody
    start = (asked.page - 1) * NAMES_ON_A_PAGE
    return {
        "letters": [
            {
                "letter": letter.upper(),
                "url": request.path + IndexQuestion(letter).address if letter in initials else "",
                "current": letter == asked.letter,
                "count": initials.get(letter, 0),
            }
            for letter in sorted({*initials, *string.ascii_lowercase})
        ],
        "people": [
            {"author": author, "position": author.latest_position, "count": author.works}
            for author in introduced(people)[start : start + NAMES_ON_A_PAGE]
        ],
        "pages": pages(asked, last, request.path),
        "asked": asked.address,
        "total": total,
    }


def count_initials(people: AuthorQuerySet) -> dict[str, int]:
    """Return how many people each first letter has, lower case."""
    initial = Substr("sort_key", 1, 1)
    return dict(people.order_by().values_list(initial).annotate(number=Count("pk")))


def introduced(people: AuthorQuerySet) -> AuthorQuerySet:
    """Order people by sort name; load their positions, and as `works` how many published works name them."""
    theirs = Article.objects.published().filter(byline_entries__author=OuterRef("pk")).order_by()
    works = (
        theirs.values("byline_entries__author").annotate(number=Count("pk", distinct=True)).values("number")
    )
    return people.alphabetical().defer("bio").annotate(works=Subquery(works)).prefetch_related(positions())


def positions() -> Prefetch:
    """Load the positions of people with their centers, in one query."""
    return Prefetch("affiliations", Affiliation.objects.select_related("center"))


def pages(asked: IndexQuestion, last: int, path: str) -> dict[str, Any]:
    """Return the pages of the index in the shape of a list's pages."""

    def url(number: int) -> str:
        return path + IndexQuestion(asked.letter, number).address

    here = asked.page or 1
    return {
        "numbers": [
            number and {"number": number, "url": url(number), "current": number == here}
            for number in numbers(here, last)
        ],
        "newer": url(here - 1) if here > 1 else "",
        "older": url(here + 1) if here < last else "",
    }
