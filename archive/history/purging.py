"""Old versions thrown away: a record keeps its beginning and its present; what is at work keeps all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Max, Min

from archive.history import storing
from archive.history.models import Text, Version
from archive.history.registry import Kept, all_kept
from archive.publication import Publication, Status

AT_ONCE = 200
"""Records looked at in one transaction."""


@dataclass
class Purged:
    """What was thrown away, or would be: of how many records, how many versions and long texts."""

    records: int = 0
    versions: int = 0
    texts: int = 0
    kept: int = 0


def purge(before: dt.datetime, *, dry_run: bool = False) -> Purged:
    """Throw away versions older than `before`; return what went.

    Of each record the first and the last version stay, also of what was deleted; of what is in review or
    scheduled all stay.
    """
    done = Purged()
    for kept in all_kept():
        for keys in _batches(kept, before):
            with transaction.atomic():
                _purge(kept, keys, before, done, dry_run=dry_run)
    return done


def _batches(kept: Kept, before: dt.datetime) -> Iterator[list[int]]:
    """Yield the keys of records with more than two versions, of which one at least is old."""
    crowded = (
        Version.objects.filter(subject=kept.subject)
        .order_by("object_id")
        .values("object_id")
        .annotate(number=models.Count("pk"), oldest=Min("at"))
        .filter(number__gt=2, oldest__lt=before)
    )
    last = -1
    while keys := list(crowded.filter(object_id__gt=last).values_list("object_id", flat=True)[:AT_ONCE]):
        yield keys
        last = keys[-1]


def _purge(kept: Kept, keys: list[int], before: dt.datetime, done: Purged, *, dry_run: bool) -> None:
    busy = _at_work(kept, keys)
    versions = Version.objects.of(kept.subject, *keys)
    ends = versions.order_by().values("object_id").annotate(first=Min("pk"), last=Max("pk"))
    stay = {key for row in ends for key in (row["first"], row["last"])}
    old = versions.filter(at__lt=before).order_by("pk").values_list("pk", "object_id")
    gone = [(pk, key) for pk, key in old if pk not in stay and key not in busy]
    done.kept += sum(1 for pk, key in old if pk not in stay and key in busy)
    done.records += len({key for _pk, key in gone})
    done.versions += len(gone)
    going = {pk for pk, _key in gone}
    done.texts += _purge_texts(kept, {key for _pk, key in gone}, going, dry_run=dry_run)
    if not dry_run:
        Version.objects.filter(pk__in=going).delete()


def _at_work(kept: Kept, keys: list[int]) -> set[int]:
    """Return the keys of what is in review or scheduled."""
    if not issubclass(kept.model, Publication):
        return set()
    works = kept.model._default_manager.filter(pk__in=keys)
    both = (works.with_status(Status.REVIEW), works.scheduled())
    return {key for some in both for key in some.values_list("pk", flat=True)}


def _purge_texts(kept: Kept, keys: set[int], going: set[int], *, dry_run: bool) -> int:
    """Throw away the long texts that stand in no version any more; return how many."""
    needed: set[tuple[int, str]] = set()
    staying = Version.objects.of(kept.subject, *keys).exclude(pk__in=going).only("object_id", "state")
    for version in staying.iterator(chunk_size=AT_ONCE):
        needed |= {(version.object_id, key) for key in storing.digests(version.state)}
    texts = Text.objects.filter(subject=kept.subject, object_id__in=keys)
    stored = texts.values_list("pk", "object_id", "digest")
    unneeded = [pk for pk, key, digest in stored if (key, digest) not in needed]
    if not dry_run:
        Text.objects.filter(pk__in=unneeded).delete()
    return len(unneeded)
