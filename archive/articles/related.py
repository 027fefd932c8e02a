"""Other work on the same matters, and the works before and after in a series: what to read next, and why.

Of each term of a work its newest links are looked at, so that the question costs the same in any archive.
How far back they reach tells how rare the term is, which weighs it; nothing is counted. What counts as new
here is what arrived last (the key), which an index answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log2

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from archive.articles.models import Article, ArticleTerm
from archive.articles.querysets import ArticleQuerySet, TermLinkQuerySet
from archive.tags.models import Facet, Term

NEWEST_LINKS = 30
SHORTLIST = 12
RELATED_WORKS = 4
TERMS_NAMED = 2
SUBJECTS = (Facet.TOPIC, Facet.REGION)
OTHER_LANGUAGE, SAME_AUTHOR = 0.5, 1.4
"""By what the likeness of a work in another language, and of one by the same people, is multiplied."""

SERIES = 0
"""The key under which a series counts as one more term: no row has it."""
NEAREST_IN_SERIES = 10
LONGEST_SERIES = 100
"""Works before and after that are counted; the parts of a longer series have no numbers."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A work that shares terms with another: its key, their keys from the rarest on, and how much that is."""

    key: int
    terms: tuple[int, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Related:
    """A card with the reason why it is shown: terms in tag-line order, the series, and how many people.

    `is_subject` tells terms that say what a work is about from programs, projects and collections.
    """

    work: Article
    terms: tuple[Term, ...]
    is_subject: bool
    same_series: bool
    by_the_same: int


@dataclass(frozen=True, slots=True)
class Place:
    """A work's place in its series, counted from 1; both 0 where the series is too long to be counted."""

    number: int
    of: int
    previous: Article | None
    next: Article | None


def shared_links(work: Article) -> TermLinkQuerySet:
    """Return the newest links of each of a work's terms: `tag_id`, and as `kin` the key of a work.

    The work itself is among them, and so may be works that readers do not see.
    """
    last = (
        ArticleTerm.objects.filter(tag=OuterRef("tag"))
        .order_by("-content_object_id")
        .values("content_object_id")[NEWEST_LINKS - 1 : NEWEST_LINKS]
    )
    own = ArticleTerm.objects.order_by().filter(content_object=work)
    newest = own.annotate(since=Coalesce(Subquery(last), Value(0))).filter(
        tag__article_links__content_object__gte=F("since")
    )
    return newest.annotate(kin=F("tag__article_links__content_object_id"))


def earlier_in_series(work: Article) -> ArticleQuerySet:
    """Return the published works before this one in its series and language, at most `LONGEST_SERIES`."""
    before = Q(sort_date__lt=work.sort_date) | Q(sort_date=work.sort_date, pk__lt=work.pk)
    return _in_series(work).filter(before, sort_date__lte=work.sort_date).newest()[:LONGEST_SERIES]


def later_in_series(work: Article) -> ArticleQuerySet:
    """Return the published works after this one in its series and language, at most `LONGEST_SERIES`."""
    after = Q(sort_date__gt=work.sort_date) | Q(sort_date=work.sort_date, pk__gt=work.pk)
    return _in_series(work).filter(after, sort_date__gte=work.sort_date).oldest()[:LONGEST_SERIES]


def place_in_series(earlier: Sequence[int], later: Sequence[int], cards: Iterable[Article]) -> Place | None:
    """Return the place of a work between the keys before and after it, nearest first; None if it is alone."""
    if not (earlier or later):
        return None
    found = {card.pk: card for card in cards}
    number, of = len(earlier) + 1, len(earlier) + 1 + len(later)
    if of > LONGEST_SERIES:
        number = of = 0
    return Place(number, of, found.get(next(iter(earlier), 0)), found.get(next(iter(later), 0)))


def series_links(earlier: Sequence[int], later: Sequence[int]) -> list[tuple[int, int]]:
    """Return the nearest works of a series as if it were a term: (`SERIES`, work)."""
    return [(SERIES, key) for key in (*earlier[:NEAREST_IN_SERIES], *later[:NEAREST_IN_SERIES])]


def closest(links: Iterable[tuple[int, int]], leave_out: Collection[int] = ()) -> list[Kin]:
    """Return the works that share most with another, the closest first; `links` are (term, work)."""
    carriers: dict[int, list[int]] = defaultdict(list)
    terms: dict[int, list[int]] = defaultdict(list)
    for term, key in links:
        carriers[term].append(key)
        if key not in leave_out:
            terms[key].append(term)
    if not terms:
        return []
    first, last = min(map(min, carriers.values())), max(map(max, carriers.values()))
    weights = {term: _rarity(keys, first, last) for term, keys in carriers.items()}
    kin = [
        Kin(
            key,
            tuple(sorted(shared, key=lambda term: (-weights[term], term))),
            sum(weights[term] for term in shared),
        )
        for key, shared in terms.items()
    ]
    return sorted(kin, key=lambda one: (-one.likeness, -one.key))[:SHORTLIST]


def related_to(
    work: Article, kin: Iterable[Kin], cards: Iterable[Article], terms: Iterable[Term]
) -> list[Related]:
    """Return what to read next of these cards, the closest first, and of two equals the newer.

    `cards` are published works that the page does not show elsewhere; of one in several languages one is
    taken, in the language of the work if it can be. `terms` are the work's own, in tag-line order.
    """
    close = {one.key: one for one in kin}
    people = {entry.author_id for entry in work.byline if entry.author_id}
    ranked = []
    for card in cards:
        if card.pk in close:
            by_the_same = len(people & {entry.author_id for entry in card.byline})
            likeness = close[card.pk].likeness * (SAME_AUTHOR if by_the_same else 1)
            likeness *= 1 if card.language == work.language else OTHER_LANGUAGE
            ranked.append((-likeness, -card.sort_date.toordinal(), -card.pk, by_the_same, card))
    ranked.sort(key=lambda one: one[:3])
    found: dict[int, Related] = {}
    line = list(terms)
    for *_rank, by_the_same, card in ranked:
        named, is_subject = _named(close[card.pk], line)
        same_series = SERIES in close[card.pk].terms
        related = Related(card, named, is_subject, same_series, by_the_same)
        found.setdefault(card.translation_of_id or card.pk, related)
    return list(found.values())[:RELATED_WORKS]


def _in_series(work: Article) -> ArticleQuerySet:
    return Article.objects.published().filter(series=work.series_id, language=work.language).order_by()


def _rarity(keys: Sequence[int], first: int, last: int) -> float:
    """Return the weight of a term by its newest links: all of them if few, else how far back they reach."""
    reach = last - (min(keys) if len(keys) >= NEWEST_LINKS else first) + 1
    return log2(1 + reach / len(keys))


def _named(kin: Kin, line: Sequence[Term]) -> tuple[tuple[Term, ...], bool]:
    """Return the rarest shared terms in tag-line order: topics and regions if there are, else others."""
    by_key = {term.pk: term for term in line}
    shared = [by_key[key] for key in kin.terms if key in by_key]
    subjects = [term for term in shared if term.facet in SUBJECTS][:TERMS_NAMED]
    named = subjects or shared[:1]
    return tuple(sorted(named, key=line.index)), bool(subjects)
