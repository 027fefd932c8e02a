"""Pages of a long list that stay fast at any depth.

The address of a page is a number up to a bound, or a place in the list: `2014-12-02.812` continues after
the work of that day and id, `-2014-12-02.812` goes back from it; `3.2014-12-02.812` is the third page for who
came to it from the first. A place costs the same wherever it is; a number costs what it skips,
so numbers end at the bound. Who goes on from page to page goes by places, and neither misses a work nor meets
one twice while others are being published.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from archive.articles.models import Article
from archive.articles.querysets import ArticleQuerySet

Shape = Callable[[ArticleQuerySet], ArticleQuerySet]

PAGE_SIZE = 20
MOST_PAGES = 500
BIGGEST_ID = 2**63 - 1
_PLACE = re.compile(r"(?:([1-9]\d{0,2})\.)?(-?)(\d{4}-\d{2}-\d{2})\.(\d{1,19})\Z")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: a page number, or the work that it continues after (or goes back from).

    Beside a work, the number says which page it is for who came from the first; 0 where nobody counted.
    """

    number: int = 1
    day: dt.date | None = None
    id: int = 0
    backwards: bool = False

    @classmethod
    def parse(cls, text: str) -> Position | None:
        """Return the position that an address names; None when it names none."""
        if not text:
            return cls()
        if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MOST_PAGES:
            return cls(number=int(text))
        match = _PLACE.match(text)
        if not match or not text.isascii():
            return None
        try:
            day = dt.date.fromisoformat(match[3])
        except ValueError:
            return None
        number = int(match[1] or 0)
        return cls(
            number if number <= MOST_PAGES else 0,
            day,
            min(int(match[4]), BIGGEST_ID),
            backwards=bool(match[2]),
        )

    @classmethod
    def after(cls, work: Article, number: int = 0) -> Position:
        """The position of the page that continues after the work."""
        return cls(number if number <= MOST_PAGES else 0, work.sort_date, work.pk)

    @classmethod
    def before(cls, work: Article, number: int = 0) -> Position:
        """The position of the page that ends just before the work."""
        return cls(number, work.sort_date, work.pk, backwards=True)

    def __str__(self) -> str:
        if self.day is None:
            return "" if self.number == 1 else str(self.number)
        number = f"{self.number}." if self.number else ""
        return f"{number}{'-' if self.backwards else ''}{self.day.isoformat()}.{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of works, and the positions before and after it (None at an end)."""

    works: list[Article]
    position: Position
    previous: Position | None
    next: Position | None


def as_they_are(works: ArticleQuerySet) -> ArticleQuerySet:
    """Shape cards as they are: nothing more is loaded."""
    return works


def page_of(
    works: ArticleQuerySet | list[int],
    position: Position,
    *,
    sort: str = "newest",
    size: int = PAGE_SIZE,
    shape: Shape = as_they_are,
) -> Page:
    """Return a page of cards, in three queries (ids, cards, bylines).

    `sort` is `newest` or `oldest` (which know places) or anything else, for works that are ordered already
    and know page numbers only; of those, the keys do as well, and save a query. `shape` loads more than a
    card.
    """
    if sort == "newest":
        works = works.newest()
    elif sort == "oldest":
        works = works.oldest()
    else:
        return _numbered(works, position, size, shape, places=False)
    if position.day is None:
        return _numbered(works, position, size, shape, places=True)
    return _from_place(works, position, size, shape, newest_first=sort == "newest")


def _numbered(
    works: ArticleQuerySet | list[int], position: Position, size: int, shape: Shape, *, places: bool
) -> Page:
    number = position.number or 1
    start = (number - 1) * size
    found = _cards(works[start : start + size + 1], shape)
    more, found = len(found) > size, found[:size]
    following: Position | None = None
    previous = Position(number=number - 1) if number > 1 else None
    if more and places:
        following = Position.after(found[-1], number + 1)
    elif more and number < MOST_PAGES:
        following = Position(number=number + 1)
    if found and number > 2 and places:
        previous = Position.before(found[0], number - 1)
    return Page(found, position, previous, following)


def _from_place(
    works: ArticleQuerySet, position: Position, size: int, shape: Shape, *, newest_first: bool
) -> Page:
    descending = newest_first != position.backwards
    if descending:
        beyond = Q(sort_date__lt=position.day) | Q(sort_date=position.day, pk__lt=position.id)
        ordered = works.filter(beyond, sort_date__lte=position.day).newest()
    else:
        beyond = Q(sort_date__gt=position.day) | Q(sort_date=position.day, pk__gt=position.id)
        ordered = works.filter(beyond, sort_date__gte=position.day).oldest()
    found = _cards(ordered[: size + 1], shape)
    more, found = len(found) > size, found[:size]
    if position.backwards:
        found.reverse()
    if not found:
        return Page([], position, Position(), None)
    number = position.number
    before = Position()
    if number != 2 and (more or not position.backwards):
        before = Position.before(found[0], max(0, number - 1))
    after = Position.after(found[-1], number and number + 1) if more or position.backwards else None
    return Page(found, position, before, after)


def _cards(works: ArticleQuerySet | list[int], shape: Shape) -> list[Article]:
    """Load the cards of these works, or keys, in their order: wide rows are read for one page only."""
    order = works if isinstance(works, list) else list(works.values_list("pk", flat=True))
    cards = {card.pk: card for card in shape(Article.objects.filter(pk__in=order).for_card())}
    return [cards[pk] for pk in order if pk in cards]
