"""What an undone run leaves behind it: authority records, files and evidence that nothing uses any more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from itertools import batched, groupby

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction

from archive.articles import links
from archive.articles.models import Article, Attachment, LegacyAddress
from archive.articles.search.models import NameBeginning
from archive.files import IN_BODIES
from archive.importing import snapshots
from archive.importing.journal import FILE
from archive.importing.models import Capture, Change, ImportRun
from archive.tags.models import Ancestry
from authors.models import Author

BY_THEMSELVES = (Ancestry, NameBeginning)
"""Rows that come and go with what they belong to, and are no use of it."""


def take_back(changes: Iterable[Change]) -> tuple[int, list[tuple[str, str]]]:
    """Remove rows that a run has made, and restore columns that it has changed, newest first.

    A row that something uses, or that was edited since, stays. Return how many went, and name and reason
    of those columns that stay because they were edited.
    """
    removed, stayed = 0, []
    for (subject, is_made), group in groupby(changes, lambda one: (one.subject, one.before is None)):
        if subject == FILE:
            continue
        model = apps.get_model(subject)
        if is_made:
            number, changed = _remove_unused(model, list(group))
            removed += number
            stayed += changed
        else:
            for change in group:
                if reason := _restore(model, change):
                    stayed.append((change.name or subject, reason))
    return removed, stayed


def drop_files(run: ImportRun) -> int:
    """Delete the files that the run stored and nothing shows any more, once all is committed.

    A file that another run stored too stays: taking back a third one may show it again.
    """
    names = set(run.changes.filter(subject=FILE).values_list("name", flat=True))
    others = Change.objects.filter(subject=FILE, run__undone_by=None).exclude(run=run)
    for name in others.values_list("name", flat=True).iterator() if names else ():
        names.discard(name)
    names &= {name for name in names if default_storage.exists(name)}
    if not names:
        return 0
    for model, column in ((Article, "image"), (Attachment, "file"), (Author, "portrait")):
        rows = model._default_manager.filter(**{f"{column}__in": names})
        names -= set(rows.values_list(column, flat=True))
    if names:
        named = re.compile("|".join(map(re.escape, sorted(names))))
        shown = Article.objects.filter(body__contains=IN_BODIES)
        for body in shown.values_list("body", flat=True).iterator(200):
            names -= set(named.findall(body))
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(names)


def drop_captures(run: ImportRun | None = None) -> int:
    """Delete evidence that no imported record, and no record as it was before a change, was read from.

    What `run`, and runs that were taken back whole, have changed is not to be restored any more.
    """
    changed = Change.objects.filter(subject="importing.importedrecord", before__isnull=False)
    changed = changed.exclude(run__undone_by__conflicts=0).exclude(run=run)
    wanted = set(changed.values_list("before__capture_id", flat=True))
    idle = set(Capture.objects.filter(records=None).values_list("pk", flat=True)) - wanted
    for some in batched(idle, 500):
        going = Capture.objects.filter(pk__in=some).defer("packed")
        for capture in going:
            transaction.on_commit(capture.drop_bytes)
        going.delete()
    return len(idle)


def bring_back(model: type[models.Model], change: Change) -> None:
    """Make a row again that the run has deleted, unless another stands for it or what it hangs on is gone."""
    row = model()
    for column, value in change.before.items():
        snapshots.set_column(row, column, value)
    for field in model._meta.concrete_fields:
        key = getattr(row, field.attname)
        if field.is_relation and key and not field.related_model._base_manager.filter(pk=key).exists():
            if not field.null:
                return
            setattr(row, field.attname, None)
    if model._base_manager.filter(pk=row.pk).exists():
        row.pk = None
    try:
        row.validate_constraints()
    except ValidationError:
        return
    row.save(force_insert=True)


def _remove_unused(model: type[models.Model], changes: list[Change]) -> tuple[int, list[tuple[str, str]]]:
    """Remove rows as they were made that nothing uses; tell which stay only because they were changed."""
    made = {change.object_id: change for change in changes}
    rows = model._base_manager.in_bulk(made)
    as_made = {pk for pk, row in rows.items() if snapshots.columns_of(row) == made[pk].after}
    going = as_made - _used(model, as_made)
    model._base_manager.filter(pk__in=going).delete()
    if model is LegacyAddress:
        links.lose({key for pk in going for key in (rows[pk].key, rows[pk].path_key)})
    edited = rows.keys() - as_made
    return len(going), [(str(rows[pk]), "changed since") for pk in sorted(edited - _used(model, edited))]


def _used(model: type[models.Model], keys: set[int]) -> set[int]:
    """The keys of rows that any other row points to."""
    used: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        if relation.related_model in BY_THEMSELVES:
            continue
        column = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys - used})
        used |= set(rows.values_list(column, flat=True))
    return used


def _restore(model: type[models.Model], change: Change) -> str:
    """Restore the columns of a row; return why not, where it was edited since."""
    if change.after is None:
        bring_back(model, change)
        return ""
    row = model._base_manager.filter(pk=change.object_id).first()
    if row is None:
        return ""
    now = snapshots.columns_of(row, change.after)
    if now == change.after and not snapshots.stands(model, change.before):
        return "what it led to before is gone"
    if now == change.after:
        for column, value in change.before.items():
            snapshots.set_column(row, column, value)
        row.save()
        if isinstance(row, LegacyAddress):
            links.lead_again(row)
        return ""
    return "" if now == change.before else f"{', '.join(change.after)} changed since"
