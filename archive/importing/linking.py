"""Works take up a name that has been decided, and give it back: rows, what counts as imported, the search.

What an editor has made of a work since it was imported always stays: a place that is no longer as the import
left it is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive.articles import search
from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry
from archive.importing import snapshots
from archive.importing.freshness import is_fresh, refresh
from archive.importing.matching import key_of
from archive.importing.models import Change, ImportedRecord, OpenName, Waiting
from archive.importing.resolving import OWNERS
from archive.importing.states import states_of

Effect = Waiting.Effect
States = dict[int, dict[str, Any]]


@dataclass(slots=True)
class Batch:
    """Some works while they are changed: locked, with `before`, their fields as they stood, by their keys."""

    before: States
    records: list[ImportedRecord]

    def is_as_imported(self, place: Waiting) -> bool:
        """Say whether the field of the place says what was written for the record that waits."""
        record = next((one for one in self.records if one.pk == place.record_id), None)
        now = self.before[place.article_id].get(place.field)
        return record is not None and record.applied.get(place.field) == now


@contextmanager
def rewriting(article_ids: Iterable[int]) -> Iterator[Batch]:
    """Change works in one transaction; afterwards what was changed counts as imported and can be searched."""
    keys = sorted(set(article_ids))
    with transaction.atomic():
        articles = Article.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        told = _Told(keys)
        before = states_of(articles)
        records = ImportedRecord.objects.select_for_update().filter(article__in=keys).order_by("pk")
        batch = Batch(before, list(records.defer("values", "faults")))
        yield batch
        after = states_of(Article.objects.filter(pk__in=keys))
        told.follow()
        search.index(_follow(batch.records, {article.pk: article for article in articles}, before, after))


class _Told:
    """What runs that can be taken back have told of works. Whom a name means is written into what they told:
    it is no edit that an undo would spare."""

    def __init__(self, keys: list[int]) -> None:
        changes = Change.objects.filter(
            subject=Article._meta.label_lower, object_id__in=keys, run__undone_by=None, after__isnull=False
        )
        self.changes = list(changes)
        self.before = self._snapshots()

    def follow(self) -> None:
        """Keep what has changed since this was made."""
        now = self._snapshots()
        changed = []
        for change in self.changes:
            before, after = self.before.get(change.object_id, {}), now.get(change.object_id, {})
            stood = {name for name, value in change.after.items() if name in before and value == before[name]}
            if any(before[name] != after[name] for name in stood):
                change.after = {**change.after, **{name: after[name] for name in stood}}
                changed.append(change)
        Change.objects.bulk_update(changed, ["after"])

    def _snapshots(self) -> dict[int | None, snapshots.Snapshot]:
        fields: defaultdict[int | None, set[str]] = defaultdict(set)
        for change in self.changes:
            fields[change.object_id] |= DECIDED & set(change.after)
        works = Article.objects.in_bulk([key for key, names in fields.items() if names])
        return {key: snapshots.take(work, sorted(fields[key])) for key, work in works.items()}


DECIDED = {*snapshots.AUTHORITIES, "waiting"}
"""The fields that a decision about a name may change."""


def _follow(
    records: list[ImportedRecord], articles: dict[int, Article], before: States, after: States
) -> set[int]:
    """Let fields that stood as a record wrote them count as written as they stand; return what has changed.

    The works are as fresh as their records then: whom a name means is no edit that an undo would spare.
    """
    now = timezone.now()
    of_work: defaultdict[int | None, list[ImportedRecord]] = defaultdict(list)
    for record in records:
        of_work[record.article_id].append(record)
    touched = {key for key in articles if before[key] != after[key]}
    for key in touched:
        if is_fresh(articles[key], of_work[key]):
            refresh(of_work[key], now)
    changed = [record for record in records if record.article_id in touched]
    for record in changed:
        former, standing = before[record.article_id], after[record.article_id]
        for name, value in standing.items():
            if former[name] != value and record.applied.get(name) == former[name]:
                record.applied[name] = value
    ImportedRecord.objects.bulk_update(changed, ["applied", "changed_at"])
    Article.objects.filter(pk__in=touched).update(updated_at=now)
    return touched


def link(places: list[Waiting], question: OpenName, target: Any, batch: Batch) -> None:
    """Put a record where its name waits, and note with each place what came of it; unsaved."""
    by_field: defaultdict[str, list[Waiting]] = defaultdict(list)
    for place in places:
        place.settled_id, place.effect = target.pk, Effect.NONE
        by_field[place.field].append(place)
    for name, some in by_field.items():
        if name == "authors":
            _link_people(some, question, target)
        elif name in OWNERS:
            _link_owner(OWNERS[name], some, target)
        else:
            _link_row(name, [place for place in some if batch.is_as_imported(place)], target)


def release(places: list[Waiting], question: OpenName, batch: Batch) -> int:
    """Take a record away from where a decision put it; the places wait again, unsaved. Return how many."""
    undone = 0
    for place in places:
        if place.effect:
            undone += _RELEASES.get(place.field, _release_row)(place, question, batch)
        place.settled_id = place.settled_at = None
        place.effect = Effect.NONE
    return undone


def _link_people(places: list[Waiting], question: OpenName, target: Any) -> None:
    """Give byline entries their person; where the byline names the person in that role, the twin goes."""
    entries: defaultdict[int, list[BylineEntry]] = defaultdict(list)
    for entry in BylineEntry.objects.filter(article__in={place.article_id for place in places}):
        entries[entry.article_id].append(entry)
    linked, twins = [], []
    for place in places:
        byline = [entry for entry in entries[place.article_id] if entry.role == place.role]
        names_already = any(entry.author_id == target.pk for entry in byline)
        for entry in byline:
            if entry.author_id or key_of(entry.name) != question.key:
                continue
            if names_already:
                twins.append(entry.pk)
            else:
                entry.author = target
                linked.append(entry)
            place.effect = place.effect or (Effect.DROPPED if names_already else Effect.LINKED)
            names_already = True
    BylineEntry.objects.bulk_update(linked, ["author"])
    BylineEntry.objects.filter(pk__in=twins).delete()


def _link_owner(column: str, places: list[Waiting], target: Any) -> None:
    """Fill a column of the works where it is empty."""
    keys = {place.article_id for place in places}
    empty = Article.objects.filter(pk__in=keys, **{f"{column}__isnull": True})
    free = set(empty.values_list("pk", flat=True))
    Article.objects.filter(pk__in=free).update(**{column: target})
    if column == "primary_center":
        listed = ArticleCenter.objects.filter(article__in=free, center=target)
        implied = free - set(listed.values_list("article_id", flat=True))
        ArticleCenter.objects.bulk_create(
            ArticleCenter(article_id=key, center=target, position=_LAST, is_implied=True)
            for key in sorted(implied)
        )
    for place in places:
        place.effect = Effect.LINKED if place.article_id in free else Effect.NONE


_LAST = 1000
"""The place of a center that is only implied: behind all that are listed."""


def _link_row(name: str, places: list[Waiting], target: Any) -> None:
    """Put a term or center into the lists of works, at the place where its name stood."""
    model, owner, column = _table(name)
    wanted = {place.article_id: place for place in places}
    rows = model.objects.filter(**{f"{owner}__in": wanted})
    rows = rows.filter(is_implied=False) if model is ArticleCenter else rows.filter(tag__facet=target.facet)
    behind = set()
    for row in rows:
        place = wanted[getattr(row, f"{owner}_id")]
        if getattr(row, f"{column}_id") == target.pk:
            place.effect = Effect.DROPPED
        elif row.position >= place.position:
            behind.add(row.pk)
    new = [place for place in places if not place.effect]
    behind -= {row.pk for row in rows if wanted[getattr(row, f"{owner}_id")].effect}
    if model is ArticleCenter:
        model.objects.filter(article__in=wanted, center=target, is_implied=True).delete()
    model.objects.filter(pk__in=behind).update(position=F("position") + 1)
    model.objects.bulk_create(
        model(**{f"{owner}_id": place.article_id, column: target, "position": place.position})
        for place in new
    )
    others = Waiting.objects.waiting().filter(article__in=[place.article_id for place in new], field=name)
    shifted = [
        other.pk
        for other in others
        if (other.position, other.pk) > (wanted[other.article_id].position, wanted[other.article_id].pk)
    ]
    Waiting.objects.filter(pk__in=shifted).update(position=F("position") + 1)
    for place in new:
        place.effect = Effect.LINKED


def _table(name: str) -> tuple[Any, str, str]:
    """Return the table of a field's rows, its key to the article and its key to what it names."""
    return (
        (ArticleCenter, "article", "center") if name == "centers" else (ArticleTerm, "content_object", "tag")
    )


def _release_person(place: Waiting, question: OpenName, batch: Batch) -> bool:
    entries = BylineEntry.objects.filter(article=place.article_id, role=place.role)
    if place.effect == Effect.DROPPED:
        if batch.is_as_imported(place):
            BylineEntry.objects.create(
                article_id=place.article_id, name=place.name, role=place.role, position=place.position
            )
        return batch.is_as_imported(place)
    named = [one.pk for one in entries.filter(author=place.settled_id) if key_of(one.name) == question.key]
    return bool(BylineEntry.objects.filter(pk__in=named).update(author=None))


def _release_owner(place: Waiting, question: OpenName, batch: Batch) -> bool:
    column = OWNERS[place.field]
    held = Article.objects.filter(pk=place.article_id, **{column: place.settled_id})
    if column == "primary_center" and held.exists():
        ArticleCenter.objects.filter(
            article=place.article_id, center=place.settled_id, is_implied=True
        ).delete()
    return bool(held.update(**{column: None}))


def _release_row(place: Waiting, question: OpenName, batch: Batch) -> bool:
    if place.effect == Effect.DROPPED or not batch.is_as_imported(place):
        return False
    model, owner, column = _table(place.field)
    row = model.objects.filter(**{owner: place.article_id, column: place.settled_id}).first()
    if row is None:
        return False
    row.delete()
    if model is ArticleCenter:
        article = Article.objects.only("primary_center").get(pk=place.article_id)
        if article.primary_center_id == place.settled_id:
            article.center_links.create(center_id=place.settled_id, position=_LAST, is_implied=True)
    return True


_RELEASES: dict[str, Callable[[Waiting, OpenName, Batch], bool]] = {
    "authors": _release_person,
    **dict.fromkeys(OWNERS, _release_owner),
}
