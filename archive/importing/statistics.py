"""What PostgreSQL's planner has to know of tables that an import fills.

A server that nobody has told takes them for empty and reads them whole for each batch; its own housekeeping
comes round minutes later, or never.
"""

from __future__ import annotations

from django.db import connection

from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    BodyLink,
    BylineEntry,
    LegacyAddress,
)
from archive.articles.search.models import IndexEntry, Spelling, SpellingPart
from archive.importing.models import Capture, ImportedRecord

FIRST = 1_000
"""New records after which the planner is told; then after ten times as many, and so on, and at the end."""
FILLED = (
    Article, ArticleCenter, ArticleTerm, BodyLink, BylineEntry, Capture, ImportedRecord, LegacyAddress,
    Spelling, SpellingPart,
)  # fmt: skip


class Statistics:
    """Tells the planner when it is time to; never within a transaction, which others would wait for."""

    def __init__(self) -> None:
        self.due = FIRST

    def after(self, created: int) -> None:
        """Tell it where so many new records are there."""
        if created >= self.due:
            while self.due <= created:
                self.due *= 10
            _analyse(*FILLED)

    def at_the_end(self, created: int) -> None:
        """Tell it once more, after an import that was not small; the index of the search too, which takes
        seconds."""
        if created >= FIRST:
            _analyse(*FILLED, IndexEntry)


def _analyse(*models: type) -> None:
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")  # type: ignore[attr-defined]
