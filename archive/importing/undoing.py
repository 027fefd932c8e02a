"""Taking a run back: what it made goes, what it changed is as before, what was edited since stays.

The imported records and the journal say what a run did. They are worked off newest first, in batches that
are one transaction each: an undo that is killed is begun again and finishes the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.articles import links, search
from archive.articles.models import Article, PastAddress
from archive.importing import clearing, snapshots
from archive.importing.freshness import is_fresh, refresh
from archive.importing.locks import only_import
from archive.importing.models import Change, ImportedRecord, ImportRun
from archive.importing.reconciling import forget_unasked, settle
from archive.importing.resolving import FIELDS
from archive.importing.states import states_of

BATCH = 200
ARTICLE, RECORD = "articles.article", "importing.importedrecord"
FIRST = (ARTICLE, RECORD)


class CannotUndo(ValueError):
    """A run that there is nothing to take back of; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays as it is: `name` and `address` for whoever reads the list, and why."""

    name: str
    address: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.name} ({self.address}): {self.reason}" if self.address else f"{self.name}: {self.reason}"
        )


@dataclass(slots=True)
class Undone:
    """What an undo did: numbers of works removed and restored, and of other things removed.

    `kept` is what it left because it was edited since, `lost` the edits that it was told to take back too.
    """

    removed: int = 0
    restored: int = 0
    cleared: int = 0
    kept: list[Kept] = field(default_factory=list)
    lost: list[Kept] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"removed {self.removed}, restored {self.restored}, kept {len(self.kept)}, cleared {self.cleared}"
        )


def undo(run: ImportRun, by: ImportRun, *, force: bool = False, dry_run: bool = False) -> Undone:
    """Take a run back; `by` is the unsaved run that does it. Return what was done.

    What was edited since is kept and listed, unless `force`: then the list says what is lost. A dry run
    goes through the same in a transaction that is rolled back. Raises `CannotUndo` for a run that is an
    undo itself, and `ImportsBusy` while an import is at work.
    """
    if run.kind == ImportRun.Kind.UNDO:
        raise CannotUndo(f"Run {run.pk} is an undo; import the same files again to repeat what it took back.")
    with only_import():
        if not dry_run:
            return _Undo(run, by, force).everything()
        with transaction.atomic():
            done = _Undo(run, by, force).everything()
            transaction.set_rollback(True)
        return done


@dataclass(slots=True)
class _Undo:
    run: ImportRun
    by: ImportRun
    force: bool
    done: Undone = field(default_factory=Undone)
    kept_articles: set[int] = field(default_factory=set)

    def everything(self) -> Undone:
        self.by.kind = ImportRun.Kind.UNDO
        self.by.save()
        changes = self.run.changes.order_by("-pk")
        for some in _batches(changes.filter(subject__in=FIRST)):
            self._restore(some)
        made = ImportedRecord.objects.filter(first_run=self.run, article__isnull=False)
        made = made.exclude(article__imported_records__first_run__lt=self.run.pk)
        for keys in batched(made.order_by("-pk").values_list("pk", flat=True), BATCH):
            self._remove(keys)
        with transaction.atomic():
            self._forget_records()
        for some in _batches(changes.exclude(subject__in=FIRST)):
            with transaction.atomic():
                cleared, stayed = clearing.take_back(some)
            self.done.cleared += cleared
            self.done.kept += [Kept(name, "", reason) for name, reason in stayed]
        with transaction.atomic():
            self.done.cleared += clearing.drop_files(self.run)
            clearing.drop_captures(None if self.done.kept else self.run)
            links.forget_hosts()
            forget_unasked()
        settle()
        self._close()
        return self.done

    def _restore(self, changes: list[Change]) -> None:
        """Put back articles and imported records that the run has changed."""
        with transaction.atomic():
            articles = Article.objects.select_for_update().in_bulk(_keys(changes, ARTICLE))
            records = ImportedRecord.objects.select_for_update().in_bulk(_keys(changes, RECORD))
            of_work = _by_work(articles)
            fresh = [pk for pk, article in articles.items() if is_fresh(article, of_work[pk])]
            restored = set()
            for change in changes:
                if change.subject == ARTICLE and (article := articles.get(change.object_id)):
                    restored |= {article.pk} if self._restore_article(article, change) else set()
            for change in changes:
                if change.subject == RECORD:
                    self._restore_record(records.get(change.object_id), change)
            self._refresh(restored.intersection(fresh))
            links.follow(articles[key] for key in sorted(restored))
            search.index(restored)
            self.done.restored += len(restored)

    def _refresh(self, keys: Iterable[int]) -> None:
        """Let works that were as imported before they were restored count as that now."""
        now = timezone.now()
        for records in _by_work(keys).values():
            refresh(records, now)
            ImportedRecord.objects.bulk_update(records, ["changed_at"])

    def _restore_article(self, article: Article, change: Change) -> bool:
        now = snapshots.take(article, change.after)
        if article.pk in self.kept_articles or now == change.before:
            return False
        edited = [name for name in change.after if now[name] != change.after[name]]
        if edited:
            self._keep(article, f"{', '.join(edited)} changed since")
            if not self.force:
                return False
        snapshots.put(article, change.before)
        PastAddress.objects.filter(path=article.path).delete()
        return True

    def _restore_record(self, record: ImportedRecord | None, change: Change) -> None:
        if record is None and change.after is not None:
            return
        if record and (change.after is None or self._has_moved_on(record, change)):
            return
        if record is None:
            clearing.bring_back(ImportedRecord, change)
            return
        for column, value in change.before.items():
            snapshots.set_column(record, column, value)
        record.save()

    def _has_moved_on(self, record: ImportedRecord, change: Change) -> bool:
        """Say whether a record belongs to a work that is kept, or to a later run."""
        kept = record.article_id in self.kept_articles and not self.force
        return kept or ("last_run_id" in change.before and record.last_run_id != self.run.pk)

    def _remove(self, keys: Iterable[int]) -> None:
        """Remove the articles that the run has made, with the records of them."""
        with transaction.atomic():
            records = list(ImportedRecord.objects.filter(pk__in=keys, article__isnull=False))
            articles = Article.objects.select_for_update().in_bulk({one.article_id for one in records})
            all_records = _by_work(articles)
            states = states_of(articles.values())
            going = []
            for pk, article in articles.items():
                reason = self._edited(article, states[pk], all_records[pk])
                if reason:
                    self._keep(article, reason)
                if not reason or self.force:
                    going.append(pk)
            ImportedRecord.objects.filter(article__in=going).delete()
            Article.objects.filter(pk__in=going).delete()
            self.done.removed += len(going)

    def _edited(self, article: Article, state: dict[str, Any], records: list[ImportedRecord]) -> str:
        """Return in words what has happened to an article since the run made it; "" for nothing."""
        later = {one.last_run_id for one in records} - {self.run.pk}
        if later:
            return f"imported again in run {max(later)}"
        if not is_fresh(article, records):
            return f"edited on {timezone.localtime(article.updated_at):%Y-%m-%d %H:%M}"
        written = [one.applied for one in records if one.applied]
        fields = [name for name in FIELDS if all(state[name] != one.get(name) for one in written)]
        return f"{', '.join(fields)} changed since" if fields else ""

    def _forget_records(self) -> None:
        """Forget the rest of what the run remembered: what it rejected, second sources, and its conflicts."""
        self.run.conflicts_found.all().delete()
        rest = ImportedRecord.objects.filter(first_run=self.run, last_run=self.run)
        if not self.force:
            rest = rest.exclude(article__in=self.kept_articles)
        rest.delete()

    def _keep(self, article: Article, reason: str) -> None:
        if not self.force:
            self.kept_articles.add(article.pk)
        (self.done.lost if self.force else self.done.kept).append(
            Kept(article.title, article.get_absolute_url(), reason)
        )

    def _close(self) -> None:
        with transaction.atomic():
            self.run.undone_by = self.by
            self.run.save(update_fields=["undone_by"])
            self.by.updated = self.done.removed + self.done.restored
            self.by.conflicts = len(self.done.kept)
            self.by.finished_at = timezone.now()
            self.by.save()


def _by_work(articles: Iterable[int]) -> defaultdict[int | None, list[ImportedRecord]]:
    """Return the imported records of works, by the work's key."""
    found = defaultdict(list)
    for record in ImportedRecord.objects.filter(article__in=list(articles)).order_by("pk"):
        found[record.article_id].append(record)
    return found


def _batches(changes: Any) -> Iterable[list[Change]]:
    keys = list(changes.values_list("pk", flat=True))
    for some in batched(keys, BATCH):
        yield list(Change.objects.filter(pk__in=some).order_by("-pk"))


def _keys(changes: Iterable[Change], subject: str) -> set[int]:
    return {change.object_id for change in changes if change.subject == subject and change.object_id}
