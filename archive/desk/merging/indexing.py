"""Letting search follow a name that changed: at once for few works, as a job for many."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models, transaction

from archive.articles import search
from archive.articles.models import Article
from archive.desk import jobs
from archive.desk.jobs import Turn, work
from archive.desk.models import Job

KIND = "works.reindex"
BATCH = 200


def named_by(record: models.Model) -> models.QuerySet[Article] | None:
    """Return the works whose index holds the record's names; None where the index holds none."""
    works = Article.objects.order_by()
    match record._meta.model_name:
        case "author":
            return works.by(record)
        case "term":
            return works.tagged(record)
        case "outlet":
            return works.filter(outlet=record)
    return None


def reindex(record: models.Model, by: Any = None) -> Job | None:
    """Let the works that name a record be found under its names; return the job where there are many."""
    works = named_by(record)
    if works is None:
        return None
    number = works.count()
    if number <= jobs.AT_ONCE:
        search.index(works)
        return None
    return jobs.begin(KIND, total=number, by=by, subject=record.pk, model=record._meta.label_lower)


@work(KIND)
def reindex_works(turn: Turn) -> None:
    """Index the works of a record anew, in the order of their keys."""
    model = apps.get_model(turn.job.arguments["model"])
    record = model._default_manager.filter(pk=turn.job.subject_id).first()
    works = named_by(record) if record else None
    while works is not None:
        behind = works.filter(pk__gt=turn.cursor).order_by("pk").values_list("pk", flat=True)
        keys = list(behind[:BATCH])
        if not keys:
            return
        with transaction.atomic():
            search.index(keys)
            turn.advance(keys[-1], len(keys))
