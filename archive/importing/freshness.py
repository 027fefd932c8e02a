"""Whether a work was edited since it was imported: then it is younger than what is remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from archive.articles.models import Article
from archive.importing.models import ImportedRecord


def is_fresh(article: Article, records: Collection[ImportedRecord]) -> bool:
    """Say whether nobody has saved a work since its records were."""
    return bool(records) and article.updated_at <= max(record.changed_at for record in records)


def refresh(records: Collection[ImportedRecord], now: dt.datetime) -> None:
    """Let the records of one work count as changed now, in the order in which they were; unsaved."""
    in_order = sorted(records, key=lambda record: (record.changed_at, record.pk))
    for number, record in enumerate(in_order):
        record.changed_at = now + dt.timedelta(microseconds=number)
