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
from pyroaring import BitMap

from archive.articles.models import Article
from archive.articles.querysets import ArticleQuerySet
from archive.articles.sets import Sets

Shape = Callable[[ArticleQuerySet], ArticleQuerySet]

PAGE_SIZE = 20
MOST_PAGES = 500
BIGGEST_ID = 2**63 - 1
FEW = 2_000
"""Works that are ordered by title as they are; more of them are met in the index of all titles."""
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


@dataclass(frozen=True, slots=True)
class Among:
    """Some of the published works, as a set: their order by date is known without asking the database."""

    sets: Sets
    works: BitMap

    def __len__(self) -> int:
        return len(self.works)

    def in_order(self, sort: str, start: int, most: int) -> list[int]:
        """Return the keys of a stretch of them, `newest` or `oldest` first or by `title`.

        By title costs queries: one where they are few, else as many as it takes to meet enough of them in the
        index of all titles.
        """
        if sort == "title":
            return self._by_title(start, most)
        return self.sets.page(self.works, start, most, newest_first=sort != "oldest")

    def _by_title(self, start: int, most: int) -> list[int]:
        published = Article.objects.published().by_title()
        if len(self.works) <= FEW:
            few = published.filter(pk__in=list(self.works))
            return list(few.values_list("pk", flat=True)[start : start + most])
        wanted = start + most
        step = 200 + wanted * len(self.sets.everything) // len(self.works)
        found: list[int] = []
        beyond = Q()
        while len(found) < wanted:
            rows = list(published.filter(beyond).values_list("title_key", "pk")[:step])
            found += [key for _title, key in rows if key in self.works]
            if len(rows) < step:
                break
            title, key = rows[-1]
            beyond = Q(title_key__gte=title) & (Q(title_key__gt=title) | Q(pk__gt=key))
        return found[start:wanted]


def page_of(
    works: Among | ArticleQuerySet | list[int],
    position: Position,
    *,
    sort: str = "newest",
    size: int = PAGE_SIZE,
    shape: Shape = as_they_are,
) -> Page:
    """Return a page of cards, in two queries (cards, bylines), three where the works are still to be found.

    `sort` is `newest` or `oldest` (which know places, and are for a set of works), `title`, or anything else
    for works that are ordered already; the latter know page numbers only. `shape` loads more than a card.
    """
    places = sort in ("newest", "oldest")
    if position.day is not None and places:
        return _from_place(works, position, size, shape, newest_first=sort == "newest")
    number = position.number or 1
    start = (number - 1) * size
    if isinstance(works, Among):
        keys = works.in_order(sort, start, size + 1)
    else:
        keys = works[start : start + size + 1]
        keys = keys if isinstance(keys, list) else list(keys.values_list("pk", flat=True))
    found, more = _cards(keys[:size], shape), len(keys) > size
    following: Position | None = None
    previous = Position(number=number - 1) if number > 1 else None
    if more and places and found:
        following = Position.after(found[-1], number + 1)
    elif more and number < MOST_PAGES:
        following = Position(number=number + 1)
    if found and number > 2 and places:
        previous = Position.before(found[0], number - 1)
    return Page(found, position, previous, following)


def _from_place(works: Among, position: Position, size: int, shape: Shape, *, newest_first: bool) -> Page:
    down = newest_first != position.backwards
    keys = works.sets.beyond(works.works, position.day, position.id, size + 1, newest_first=down)
    found, more = _cards(keys[:size], shape), len(keys) > size
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


def _cards(order: list[int], shape: Shape) -> list[Article]:
    """Load the cards of works, in this order of their keys: wide rows are read for one page only.

    They pass the gate once more: a set may be older by a moment than the rows.
    """
    shown = Article.objects.published().filter(pk__in=order).order_by()
    cards = {card.pk: card for card in shape(shown.for_card())}
    return [cards[pk] for pk in order if pk in cards]
