"""Merging records and taking it back, with everything that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import history
from archive.articles.models import Article, Outlet
from archive.centers.models import Center, Series
from archive.desk.merging.indexing import reindex
from archive.desk.models import LikelyTwin, Merge
from archive.history import Action
from archive.merging import CannotFold, Fold, fold, unfold
from archive.rights import editable
from archive.tags.models import Term, place_in_tree
from authors.models import Author

MODELS: dict[str, type[models.Model]] = {
    model._meta.label_lower: model for model in (Author, Term, Center, Outlet, Series)
}
"""The records that can be merged, by the name that addresses and rows carry."""


def works_of(record: models.Model) -> QuerySet[Article]:
    """Return the works that name a record."""
    works = Article.objects.all()
    if isinstance(record, Author):
        return works.by(record)
    if isinstance(record, Term):
        return works.tagged(record)
    if isinstance(record, Center):
        return works.filter(Q(pk__in=works.linked_to(record).values("pk")) | Q(primary_center=record))
    return works.filter(outlet=record) if isinstance(record, Outlet) else works.filter(series=record)


def merge(losers: Sequence[models.Model], winner: models.Model, by: Any) -> Merge:
    """Fold records into another until it is taken back; return what keeps it. Raises `CannotFold`."""
    names = [str(loser) for loser in losers]
    note = _("%(names)s merged into %(winner)s") % {"names": ", ".join(names), "winner": winner}
    with history.keeping([winner, *losers], by=by, action=Action.MERGE, note=note) as kept:
        keys = [loser.pk for loser in losers]
        _lock(type(winner), [winner.pk, *keys])
        done = fold(losers, winner)
        for loser, key in zip(losers, keys, strict=True):
            loser.pk = key
            kept.became(loser, winner)
        _place_children(done)
        record = Merge.objects.create(
            model=winner._meta.label_lower,
            winner_id=winner.pk,
            winner_name=str(winner),
            loser_names=names,
            folds=[done],
            by=by,
        )
        pairs = LikelyTwin.objects.of(record.model).open()
        pairs.filter(Q(one_id__in=keys) | Q(other_id__in=keys)).delete()
    record.job = reindex(winner, by)
    record.save(update_fields=["job"])
    return record


def take_back(record: Merge, by: Any) -> Merge:
    """Make the merged records again, each with what it had. Raises `CannotFold`."""
    model = MODELS[record.model]
    with transaction.atomic():
        record = Merge.objects.select_for_update().get(pk=record.pk)
        if record.undone_at:
            raise CannotFold(_("This merge has been taken back already."))
        refuse_later(record)
        winner = model._default_manager.filter(pk=record.winner_id).first()
        if winner is None:
            raise CannotFold(_("“%(name)s” is no longer in the archive.") % {"name": record.winner_name})
        keys = [loser["columns"]["id"] for done in record.folds for loser in done["losers"]]
        with history.keeping([winner], by=by, action=Action.UNDO, note=str(record)) as kept:
            told: list[str] = []
            for done in reversed(record.folds):
                told += unfold(done)
                _place_children(done)
            back = list(model._default_manager.filter(pk__in=keys))
            for one in back:
                kept.add(one)
                if isinstance(one, Term):
                    place_in_tree(one)
        record.undone_at, record.undone_by, record.kept_back = timezone.now(), by, told
        record.save(update_fields=["undone_at", "undone_by", "kept_back"])
    for one in (winner, *back):
        job = reindex(one, by)
        record.job = job if job and not job.is_over else record.job
    record.save(update_fields=["job"])
    return record


def refuse_later(record: Merge) -> None:
    """Raise `CannotFold` where the record that was kept has been merged into another since."""
    later = Merge.objects.filter(model=record.model, undone_at=None, pk__gt=record.pk)
    for one in later:
        losers = {loser["columns"]["id"] for done in one.folds for loser in done["losers"]}
        if record.winner_id in losers:
            told = _("“%(name)s” was merged into “%(winner)s” since; take that back first.")
            raise CannotFold(told % {"name": record.winner_name, "winner": one.winner_name})


def mergeable(model: type[models.Model], keys: Iterable[int], user: Any) -> list[models.Model]:
    """Return the records of these keys that the user may change, in the order of the keys."""
    found = editable(model._default_manager.all(), user).in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def _lock(model: type[models.Model], keys: list[int]) -> None:
    """Hold the records till the transaction ends; raise `CannotFold` where one is gone already."""
    locked = model._base_manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    if len(locked.values_list("pk", flat=True)) < len(set(keys)):
        raise CannotFold(_("One of the records is no longer there; look at them again."))


def _place_children(done: Fold) -> None:
    """Write the place of terms in the tree anew, below what moved."""
    for one in done["moved"]:
        if (one["model"], one["column"]) == (Term._meta.label_lower, "parent_id"):
            for child in apps.get_model(one["model"])._base_manager.filter(pk__in=one["keys"]):
                place_in_tree(child)
