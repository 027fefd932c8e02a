"""The three walks through the works of a bulk change: counting, changing, undoing; 200 in a transaction.

Each is a job that may be interrupted after any batch. What it finds of a work is written into the work's item
in the transaction that did it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import history
from archive.articles.models import Article
from archive.desk.bulk import operations as ops
from archive.desk.bulk.making import make_records, remove_unused
from archive.desk.bulk.works import RELATIONS, Payload, Work, load, targets, write, write_alike
from archive.desk.jobs import CannotGoOn, Turn, work
from archive.desk.models import BulkChange, BulkItem
from archive.history import Action

BATCH = 200
COUNT, CHANGE, UNDO = "bulk.count", "bulk.change", "bulk.undo"
LONGEST_REASON = 300

Outcome, State = BulkItem.Outcome, BulkChange.State


@dataclass(slots=True)
class Verdict:
    """What would come of one work, or came of it."""

    outcome: str
    reason: str = ""
    before: Payload = field(default_factory=dict)
    after: Payload = field(default_factory=dict)


@work(COUNT)
def count(turn: Turn) -> None:
    """Find out what the change would do to each work, and write nothing else."""
    change = BulkChange.objects.get(pk=turn.job.subject_id)
    todo = ops.from_json(change.operations)
    paths: set[str] = set()

    def look(items: list[BulkItem]) -> None:
        for item, verdict, _work in judged(items, todo, change.by, paths):
            item.outcome, item.reason = verdict.outcome, verdict.reason[:LONGEST_REASON]
        _note(items)

    _walk(turn, change, Outcome.CHOSEN, look)
    BulkChange.objects.filter(pk=change.pk, state=State.COUNTING).update(state=State.PREVIEWED)


@work(CHANGE)
def change_works(turn: Turn) -> None:
    """Make the change in every work that the count found fit, unless it was edited since it was chosen."""
    change = BulkChange.objects.get(pk=turn.job.subject_id)
    _refuse_without_permission(turn.job.by)
    make_records(change)
    todo = ops.from_json(change.operations)
    _refuse_missing(todo)
    note = "; ".join(one.sentence() for one in todo)
    paths: set[str] = set()

    def alter(items: list[BulkItem]) -> None:
        fit = []
        for item, verdict, opened in judged(items, todo, turn.job.by, paths, lock=True):
            item.outcome, item.reason = verdict.outcome, verdict.reason[:LONGEST_REASON]
            if opened is not None and verdict.outcome == Outcome.FITS:
                item.outcome, item.before, item.after = Outcome.CHANGED, verdict.before, verdict.after
                fit.append((item, opened))
        with history.keeping(
            [opened.article for _item, opened in fit], by=turn.job.by, action=Action.BULK, note=note
        ):
            now = write(opened for _item, opened in fit)
        for item, _opened in fit:
            item.written_at = now
        BulkItem.objects.bulk_create(
            items,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["outcome", "reason", "before", "after", "written_at"],
        )

    _walk(turn, change, Outcome.FITS, alter)
    BulkChange.objects.filter(pk=change.pk).update(state=State.CHANGED, changed_at=timezone.now())


@work(UNDO)
def undo(turn: Turn) -> None:
    """Put the values before back, except in works that were edited since: they are kept and listed."""
    change = BulkChange.objects.get(pk=turn.job.subject_id)
    _refuse_without_permission(turn.job.by)

    def restore(items: list[BulkItem]) -> None:
        opened = load([item.article_id for item in items], _relations_in(items), lock=True)
        mine = _editable(opened, turn.job.by)
        whole = _whole(items)
        back = []
        for item in items:
            verdict = _why_kept(item, opened.get(item.article_id), mine, whole, turn.job.by)
            item.outcome, item.reason = verdict.outcome, verdict.reason[:LONGEST_REASON]
            if verdict.outcome == Outcome.UNDONE:
                back.append((item, opened[item.article_id]))
        for item, one in back:
            one.put(item.before)
            one.settle()
        back = _without_clashes(back)
        with history.keeping(
            [one.article for _item, one in back], by=turn.job.by, action=Action.UNDO, note=str(change)
        ):
            now = write(one for _item, one in back)
        _carry_on(back, now)
        _note(items)

    _walk(turn, change, Outcome.CHANGED, restore)
    remove_unused(change)
    BulkChange.objects.filter(pk=change.pk).update(
        state=State.UNDONE, undone_at=timezone.now(), undone_by=turn.job.by
    )


Judged = tuple[BulkItem, Verdict, Work | None]


def judged(
    items: list[BulkItem],
    todo: list[ops.Operation],
    user: Any,
    paths: set[str],
    *,
    lock: bool = False,
) -> list[Judged]:
    """Return for each item what the operations do to its work, and the work as they leave it in memory.

    `paths` holds the addresses that the change has given to works before these. A handful of queries.
    """
    relations = {name for one in todo for name in one.relations}
    opened = load([item.article_id for item in items], relations, lock=lock)
    mine = _editable(opened, user)
    found: list[Judged] = []
    for item in items:
        one = opened.get(item.article_id)
        if one is None:
            found.append((item, Verdict(Outcome.GONE), None))
        elif item.article_id not in mine:
            found.append((item, Verdict(Outcome.FORBIDDEN), None))
        elif one.article.updated_at != item.seen_at:
            found.append((item, Verdict(Outcome.STALE), None))
        else:
            found.append((item, _verdict(one, todo, user), one))
    return _refuse_taken_paths(found, paths)


def _verdict(one: Work, todo: list[ops.Operation], user: Any) -> Verdict:
    try:
        for operation in todo:
            operation.apply(one, user)
    except ops.NotAllowed as refusal:
        return Verdict(Outcome.FORBIDDEN, str(refusal))
    except ops.Refused as refusal:
        return Verdict(Outcome.REFUSED, str(refusal))
    one.settle()
    before, after = one.difference()
    return Verdict(Outcome.FITS if before else Outcome.SAME, "", before, after)


def _refuse_taken_paths(found: list[Judged], paths: set[str]) -> list[Judged]:
    """Refuse works that would move to an address that another work has, or has just been given."""
    moving = {
        one.article.path
        for _item, verdict, one in found
        if one and verdict.outcome == Outcome.FITS and one.article.path != one.former_path
    }
    if not moving:
        return found
    taken = set(Article.objects.filter(path__in=moving).order_by().values_list("path", flat=True))
    told = []
    for item, verdict, one in found:
        if one and verdict.outcome == Outcome.FITS and one.article.path != one.former_path:
            if one.article.path in taken or one.article.path in paths:
                verdict = Verdict(Outcome.REFUSED, _("another work has the address that it would get"))
            else:
                paths.add(one.article.path)
        told.append((item, verdict, one))
    return told


def _note(items: list[BulkItem]) -> None:
    """Write what came of works, without their values."""
    write_alike(BulkItem, {item.pk: {"outcome": item.outcome, "reason": item.reason} for item in items})


def _walk(turn: Turn, change: BulkChange, outcome: str, step: Callable[[list[BulkItem]], None]) -> None:
    """Take the items of one outcome in batches, each in a transaction of its own."""
    while True:
        with transaction.atomic():
            waiting = change.items.filter(outcome=outcome, pk__gt=turn.cursor).order_by("pk")
            items = list(waiting[:BATCH])
            if not items:
                return
            step(items)
            turn.advance(items[-1].pk, len(items))


def _editable(opened: dict[int, Work], user: Any) -> set[int]:
    """Return the keys of those works that the user may edit; none without a user."""
    if user is None:
        return set()
    mine = Article.objects.editable_by(user).filter(pk__in=list(opened))
    return set(mine.order_by().values_list("pk", flat=True))


def _why_kept(item: BulkItem, one: Work | None, mine: set[int], whole: set[int], user: Any) -> Verdict:
    """Return whether a work goes back, and if not, why it is kept."""
    if one is None:
        return Verdict(Outcome.GONE)
    if one.article.updated_at != item.written_at:
        return Verdict(Outcome.KEPT)
    if item.article_id not in mine:
        return Verdict(Outcome.KEPT, _("it is not yours to edit"))
    if item.pk not in whole:
        return Verdict(Outcome.KEPT, _("what it pointed at is no longer in the archive"))
    status = (item.before or {}).get("columns", {}).get("status")
    if status:
        try:
            ops.refuse_status(user, one.article.status, status)
        except ops.NotAllowed as refusal:
            return Verdict(Outcome.KEPT, str(refusal))
    return Verdict(Outcome.UNDONE)


def _without_clashes(back: list[tuple[BulkItem, Work]]) -> list[tuple[BulkItem, Work]]:
    """Leave out works whose former address another work has taken."""
    moving = [one.article.path for _item, one in back if one.article.path != one.former_path]
    taken = dict(Article.objects.filter(path__in=moving).order_by().values_list("path", "pk"))
    kept = []
    for item, one in back:
        if (
            one.article.path != one.former_path
            and taken.get(one.article.path, one.article.pk) != one.article.pk
        ):
            item.outcome = Outcome.KEPT
            item.reason = _("another work has the address that it had")
        else:
            kept.append((item, one))
    return kept


def _carry_on(back: list[tuple[BulkItem, Work]], now: Any) -> None:
    """Let an earlier change of the same works find them as it left them, so that it can be taken back too."""
    as_before = {item.article_id: item.seen_at for item, _one in back}
    earlier = BulkItem.objects.filter(article_id__in=as_before, outcome=Outcome.CHANGED)
    earlier = earlier.exclude(pk__in=[item.pk for item, _one in back])
    found = [one for one in earlier if one.written_at == as_before[one.article_id]]
    BulkItem.objects.filter(pk__in=[one.pk for one in found]).update(written_at=now)


def _relations_in(items: Iterable[BulkItem]) -> set[str]:
    return {name for item in items for name in (item.before or {}) if name in RELATIONS}


def _whole(items: Iterable[BulkItem]) -> set[int]:
    """Return the keys of items whose former values point only at what is still in the archive."""
    wanted: defaultdict[type[models.Model], set[int]] = defaultdict(set)
    pointing = {item.pk: targets(item.before or {}) for item in items}
    for found in pointing.values():
        for model, keys in found.items():
            wanted[model] |= keys
    known = {
        model: set(model._default_manager.filter(pk__in=keys).order_by().values_list("pk", flat=True))
        for model, keys in wanted.items()
    }
    return {
        pk for pk, found in pointing.items() if all(keys <= known[model] for model, keys in found.items())
    }


def _refuse_missing(todo: Iterable[ops.Operation]) -> None:
    for operation in todo:
        for model, keys in operation.needs().items():
            if model._default_manager.filter(pk__in=keys).count() < len(keys):
                told = _("“%(what)s” names a record that is no longer in the archive; begin the change anew.")
                raise CannotGoOn(told % {"what": operation.sentence()})


def _refuse_without_permission(user: Any) -> None:
    if user is None or not user.is_active or not user.has_perm("desk.bulk_change"):
        raise CannotGoOn(_("Whoever asked for this may not change many works at once any more."))
