"""One import of redirects from beginning to end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from archive.articles import links
from archive.articles.models import LegacyAddress
from archive.importing.locks import only_import
from archive.importing.models import Change, ImportRun, Outcome
from archive.importing.redirects.spool import Spool, spool
from archive.importing.redirects.telling import Teller
from archive.importing.redirects.writing import Writer
from archive.importing.reporting import COUNTED, closing_line
from archive.importing.running import DoesNotAddUp, versions


def import_redirects(
    paths: Iterable[Path],
    run: ImportRun,
    teller: Teller,
    *,
    dry_run: bool = False,
    replace: bool = False,
) -> str:
    """Import lists of redirects; return the closing line of totals.

    What stands stays: a line that says otherwise is a conflict, unless `replace`. A dry run goes through the
    same code in one transaction that is rolled back. Raises OSError for a list that cannot be read,
    `ImportsBusy` while another import is at work, and `DoesNotAddUp` where the database does not hold what
    was told.
    """
    with only_import(), spool(paths) as lists:
        if not dry_run:
            return _import(lists, run, teller, replace)
        with transaction.atomic():
            line = _import(lists, run, teller, replace)
            transaction.set_rollback(True)
        return line


def _import(lists: Spool, run: ImportRun, teller: Teller, replace: bool) -> str:
    run.versions = versions()
    run.save()
    writer = Writer(run, lists, replace=replace)
    with teller.over(lists.number):
        for batch in lists.batches():
            teller.tell(writer.write(batch))
    links.resolve_waiting()
    return _finish(run, teller)


def _finish(run: ImportRun, teller: Teller) -> str:
    """Count in the database what the run has made and changed; keep the totals; return them as a line."""
    changes = Change.objects.filter(run=run, subject=LegacyAddress._meta.label_lower)
    made = changes.filter(before__isnull=True).count()
    counted = Counter(teller.totals)
    counted[Outcome.CREATED], counted[Outcome.UPDATED] = made, changes.count() - made
    for outcome, name in COUNTED.items():
        setattr(run, name, counted[outcome])
    run.finished_at = timezone.now()
    run.save()
    if +counted != +teller.totals:
        raise DoesNotAddUp(
            f"The totals do not add up: told {closing_line(teller.totals)}; the database holds "
            f"{closing_line(counted)}. Keep the report and the archive as they are, and report this sentence."
        )
    return closing_line(counted)
