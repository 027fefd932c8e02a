"""Deciding between an editor's value and a source's: once, by a person, and remembered."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import history
from archive.articles import links, search
from archive.articles.addresses import keep_past_address
from archive.articles.models import Article
from archive.importing import snapshots, waiting
from archive.importing.models import Conflict, ImportedRecord
from archive.importing.resolving import Open
from archive.importing.states import state_of
from archive.text.html import to_text


class CannotDecide(ValueError):
    """A conflict that is no longer one; the message is a sentence."""


def decide(conflict: Conflict, *, take: bool, by: AbstractBaseUser | None = None) -> Conflict:
    """Take the source's value, or keep the editor's; return the conflict as it stands now.

    A value that was taken counts as imported: the next import may change it again. Raises `CannotDecide`
    for a conflict that somebody has decided, and for a value that names something no longer here.
    """
    with transaction.atomic():
        conflict = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
        if conflict.state != Conflict.State.OPEN:
            raise CannotDecide(f"“{conflict}” was decided before: {conflict.get_state_display()}.")
        if take:
            taken = _("%(field)s from %(source)s") % {"field": conflict.field, "source": conflict.record}
            with history.keeping([conflict.article], by=by, action=history.Action.DECIDE, note=taken):
                _take(conflict)
        conflict.state = Conflict.State.TAKEN if take else Conflict.State.KEPT
        conflict.decided_by = by
        conflict.decided_at = timezone.now()
        conflict.save()
    return conflict


def in_words(field: str, payload: snapshots.Payload) -> list[str]:
    """Return the value of a field as an editor reads it, line by line: names for keys, text for HTML."""
    model = snapshots.model_of(field)
    names = {one.attname: one.related_model for one in model._meta.concrete_fields if one.is_relation}
    columns = [one.attname for one in model._meta.concrete_fields]  # a JSON column keeps no order of keys
    lines = []
    for row in payload.get("rows", [payload.get("columns", {})]):
        told = [column for column in columns if column in row and column not in _SILENT]
        words = [_word(names.get(column), row[column]) for column in told]
        lines.append(" · ".join(filter(None, words)))
    if field == "body":
        lines = [to_text(line) for line in lines]
    return [part for line in lines for part in line.split("\n") if part]


_SILENT = ("position", "is_implied", "image_width", "image_height", "published_precision")


def _word(model: type[models.Model] | None, value: Any) -> str:
    if value in (None, ""):
        return ""
    if model is None:
        return str(value)
    return str(model._base_manager.filter(pk=value).first() or _("no longer in the archive"))


def _take(conflict: Conflict) -> None:
    article = Article.objects.select_for_update().get(pk=conflict.article_id)
    record = ImportedRecord.objects.select_for_update().get(pk=conflict.record_id)
    former_path = article.path
    if not snapshots.is_whole(conflict.field, conflict.incoming):
        raise CannotDecide(
            f"“{conflict}” names something that is no longer in the archive; import the source again."
        )
    snapshots.put(article, {conflict.field: conflict.incoming})
    keep_past_address(article, former_path)
    record.applied[conflict.field] = state_of(article)[conflict.field]
    record.save()
    undecided = [Open(**one) for one in conflict.incoming.get("undecided", [])]
    waiting.renew(record, undecided, [conflict.field], [conflict.field])
    links.follow([article])
    search.index([article.pk])
