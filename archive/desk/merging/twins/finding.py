"""Finding all likely duplicates anew, and keeping what editors have said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from archive.articles.models import Article, Outlet
from archive.centers.models import Center, Series
from archive.desk.jobs import Turn, work
from archive.desk.merging.merges import MODELS
from archive.desk.merging.twins import named, people, works
from archive.desk.merging.twins.pairs import Pair
from archive.desk.models import LikelyTwin
from archive.rights import knows_all_centers, may
from archive.tags.models import Term

KIND = "twins.find"
FINDERS: dict[str, Callable[[], list[Pair]]] = {
    "authors.author": people.likely,
    "tags.term": partial(named.likely, Term),
    "articles.outlet": partial(named.likely, Outlet),
    "centers.center": partial(named.likely, Center),
    "centers.series": partial(named.likely, Series),
    "articles.article": works.likely,
}
"""What finds the pairs of each kind of record."""


@work(KIND)
def find_all(turn: Turn) -> None:
    """Find the pairs of every kind, one kind in a transaction."""
    for at, kind in enumerate(FINDERS, start=1):
        if at > turn.cursor:
            with transaction.atomic():
                find(kind)
                turn.advance(at, 1)


def find(kind: str) -> int:
    """Find the pairs of one kind anew; return how many are open. What was called two stays so."""
    with transaction.atomic():
        store(kind, FINDERS[kind]())
    return LikelyTwin.objects.of(kind).open().count()


def store(kind: str, pairs: Iterable[Pair]) -> None:
    """Keep pairs: new ones are added, others told anew; open ones that nothing speaks for any more go."""
    wanted = {(pair.one, pair.other): pair for pair in pairs if pair.weight > 0}
    changed, gone = [], []
    for row in LikelyTwin.objects.of(kind):
        pair = wanted.pop((row.one_id, row.other_id), None)
        if pair is None:
            gone += [] if row.is_apart else [row.pk]
        elif (row.reasons, row.weight, row.is_warning) != (_told(pair), pair.weight, pair.is_warning):
            row.reasons, row.weight, row.is_warning = _told(pair), pair.weight, pair.is_warning
            changed.append(row)
    LikelyTwin.objects.filter(pk__in=gone).delete()
    LikelyTwin.objects.bulk_update(changed, ["reasons", "weight", "is_warning"], batch_size=500)
    LikelyTwin.objects.bulk_create(
        [
            LikelyTwin(
                model=kind, one_id=one, other_id=other,
                reasons=_told(pair), weight=pair.weight, is_warning=pair.is_warning,
            )
            for (one, other), pair in wanted.items()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )  # fmt: skip


def keep_apart(twin: LikelyTwin, by: Any) -> None:
    """Keep that two records are two, whatever is found of them later."""
    twin.is_apart, twin.decided_by, twin.decided_at = True, by, timezone.now()
    twin.save(update_fields=["is_apart", "decided_by", "decided_at"])


def ask_again(twin: LikelyTwin) -> None:
    """Take back that two records are two."""
    twin.is_apart, twin.decided_by, twin.decided_at = False, None, None
    twin.save(update_fields=["is_apart", "decided_by", "decided_at"])


def visible_pairs(user: Any) -> QuerySet[LikelyTwin]:
    """Return the pairs of records that the user may see, both of them."""
    kinds = [kind for kind, model in MODELS.items() if may(user, model, "view", "change")]
    pairs = LikelyTwin.objects.filter(model__in=kinds)
    if not may(user, Article, "view", "change"):
        return pairs
    of_works = LikelyTwin.objects.of(Article._meta.label_lower)
    if not knows_all_centers(user):
        seen = Article.objects.visible_to(user)
        both = (Exists(seen.filter(pk=OuterRef(name))) for name in ("one_id", "other_id"))
        of_works = of_works.filter(*both)
    return pairs | of_works


def number_open(user: Any) -> int:
    """Return how many pairs wait for somebody to decide, of those that the user may see."""
    return visible_pairs(user).open().count()


def _told(pair: Pair) -> list[list[str]]:
    return [list(reason) for reason in pair.reasons]
