"""Which hit is the better answer: one order on both databases, from what the index keeps beside itself.

First the works whose title is the question, then those whose title holds it word by word, then by where the
words stand and how much the body is about them; a word that fewer of the hits have in a telling place counts
for more. What is equally good comes newest first.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log

from archive.articles.search.analysis import PREFIX
from archive.articles.search.query import Clause, Phrase, Query
from archive.articles.search.salience import HIGHEST, weight

TITLE, NAMES, DECK, FILES, SUBJECTS, BODY = 10.0, 6.0, 4.0, 3.0, 3.0, 3.0
SIDE_BY_SIDE_IN_DECK, SIDE_BY_SIDE = 4.0, 4.0
IS_TITLE, IN_TITLE, ELSEWHERE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is read of one hit to rank it: its terms by field, and instead of the body what it tells."""

    pk: int
    title: str
    names: str
    subjects: str
    deck: str
    files: str
    telling: str


def ranked(query: Query, candidates: Iterable[Candidate], together: AbstractSet[int]) -> list[int]:
    """Return the keys of the candidates, which come newest first, the best first.

    `together` holds the keys of those in which the words stand side by side anywhere.
    """
    read = [(one, *_standing(query, one)) for one in candidates]
    total = len(read)
    telling = [
        1.0 + log((total + 1) / (1 + sum(points[place] > BODY for _, _, points in read)))
        for place in range(len(query.clauses))
    ]
    order = []
    for place, (one, tier, points) in enumerate(read):
        score = sum(part * factor for part, factor in zip(points, telling, strict=True))
        score += SIDE_BY_SIDE * (one.pk in together)
        if query.whole and _holds(one.deck, query.whole.needs):
            score += SIDE_BY_SIDE_IN_DECK
        order.append((tier, -round(score, 6), place, one.pk))
    return [pk for *_, pk in sorted(order)]


def _standing(query: Query, one: Candidate) -> tuple[int, list[float]]:
    """How near the title is to the question, and the points of each clause."""
    tier = ELSEWHERE
    if one.title in query.titles:
        tier = IS_TITLE
    elif query.whole and _holds(one.title, query.whole.needs):
        tier = IN_TITLE
    return tier, [_points(clause, one) for clause in query.clauses]


def _points(clause: Clause, one: Candidate) -> float:
    """What a clause is worth: the sum of the fields that answer it, and how much the body is about it."""
    needs = clause.plain
    if clause.field:
        return NAMES  # every hit has the word in that field
    points = BODY * min(max(weight(phrase[0], one.telling) for phrase in need) for need in needs) / HIGHEST
    if _holds(one.title, needs):
        points += TITLE
    if _holds(one.names, needs):
        points += NAMES
    if _holds(one.subjects, needs):
        points += SUBJECTS
    if _holds(one.deck, needs):
        points += DECK
    if _holds(one.files, needs):
        points += FILES
    return points


def _holds(field: str, needs: tuple[tuple[Phrase, ...], ...]) -> bool:
    """Whether the terms of a field answer every need."""
    if not field:
        return False
    field = f" {field} "
    return all(any(_written(phrase) in field for phrase in need) for need in needs)


def _written(phrase: Phrase) -> str:
    words = " ".join(phrase)
    return f" {words.removesuffix(PREFIX)}" if words.endswith(PREFIX) else f" {words} "
