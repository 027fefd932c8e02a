"""Which works a bulk change is about: fixed when they are chosen, whatever the list shows later."""

from __future__ import annotations

from typing import Any

from django.db import connections, router, transaction
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value

from archive.articles.models import Article
from archive.desk.models import BulkChange, BulkItem

_COLUMNS = ("change_id", "article_id", "seen_at", "outcome", "reason")


def choose(works: QuerySet, by: Any, narrowed_by: str = "") -> BulkChange:
    """Keep which works a change is about, each with the moment of its last change; return the new change.

    One statement copies them within the database, however many there are. What the user may not see is left
    out without a word.
    """
    with transaction.atomic():
        change = BulkChange.objects.create(by=by, narrowed_by=narrowed_by)
        keys = works.order_by().values("pk")
        seen = Article.objects.visible_to(by).filter(pk__in=keys).order_by()
        change.number = _copy(change, seen)
        change.save(update_fields=["number"])
    return change


def _copy(change: BulkChange, works: QuerySet) -> int:
    """Write an item for each work; return how many there are."""
    rows = works.annotate(
        change_id=Value(change.pk, BigIntegerField()),
        chosen=Value(BulkItem.Outcome.CHOSEN.value, CharField()),
        nothing=Value("", CharField()),
    ).values_list("change_id", "pk", F("updated_at"), "chosen", "nothing")
    using = router.db_for_write(BulkItem)
    select, parameters = rows.query.get_compiler(using).as_sql()
    quote = connections[using].ops.quote_name
    columns = ", ".join(map(quote, _COLUMNS))
    with connections[using].cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(BulkItem._meta.db_table)} ({columns}) {select}", parameters)
        return cursor.rowcount
