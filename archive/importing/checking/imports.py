"""Imports that did not end, and records whose article or evidence is gone."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive.importing.checking.findings import Finding, Findings
from archive.importing.models import ImportedRecord, ImportRun, Outcome


def runs() -> Findings:
    """Find runs that were interrupted, unless the same call has come to its end since."""
    repeated = ImportRun.objects.filter(
        command=OuterRef("command"), kind=OuterRef("kind"), pk__gt=OuterRef("pk"), finished_at__isnull=False
    )
    for run in ImportRun.objects.filter(~Exists(repeated), finished_at=None).order_by("pk"):
        begun = timezone.localtime(run.started_at)
        yield Finding(
            f"Run {run.pk} ({run.command[:200]}) of {begun:%Y-%m-%d %H:%M} was interrupted, or works yet",
            "Import the same files again; what was done is not done twice"
            if run.kind == ImportRun.Kind.IMPORT
            else "Call it again",
        )


def records() -> Findings:
    """Find records whose article is no more, and records without evidence."""
    gone = ImportedRecord.objects.filter(article=None).exclude(outcome=Outcome.REJECTED).count()
    if gone:
        yield Finding(
            f"{gone} imported records made articles that editors have deleted since",
            "Nothing is to be done: they are not made again",
            is_hint=True,
        )
    bare = ImportedRecord.objects.filter(capture=None).count()
    if bare:
        yield Finding(
            f"{bare} imported records have no evidence", "Import their files again to keep it", is_hint=True
        )
