"""What an import of redirects says: progress on a terminal, faults, a line of the report for each line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.articles.models import Article
from archive.importing.models import Outcome
from archive.importing.redirects.spool import Redirect


class Teller:
    """Counts outcomes, prints faults and progress, and writes the report: one JSON object a line."""

    def __init__(self, err: TextIO, report: TextIO | None = None, *, quiet: bool = False) -> None:
        self.report, self.quiet = report, quiet
        self.totals: Counter[Outcome] = Counter()
        console = Console(file=err, stderr=False)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("left"),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )

    @contextmanager
    def over(self, number: int) -> Iterator[None]:
        """Show how many of so many lines are done."""
        self.task = self.progress.add_task("Importing", total=number)
        with self.progress:
            yield

    def tell(self, batch: list[Redirect]) -> None:
        """Count what became of a batch and say what is wrong with it."""
        paths = _paths(batch) if self.report else {}
        for line in batch:
            self.totals[line.outcome] += 1
            if not self.quiet:
                for fault in line.faults:
                    self.progress.console.print(fault, markup=False, highlight=False, soft_wrap=True)
            if self.report:
                told = {
                    "file": line.file,
                    "line": line.number,
                    "old": line.old,
                    "outcome": line.outcome.value,
                    "leads_to": _told(line, paths),
                    "faults": line.faults,
                }
                self.report.write(json.dumps(told, ensure_ascii=False) + "\n")
        self.progress.advance(self.task, len(batch))


def _paths(batch: list[Redirect]) -> dict[int, str]:
    keys = {line.destination.work for line in batch if line.destination and line.destination.work}
    return {one.pk: one.get_absolute_url() for one in Article.objects.filter(pk__in=keys).only("path")}


def _told(line: Redirect, paths: dict[int, str]) -> str | None:
    """What the report says of where a line leads: a path, "" where it is gone, null for one not used."""
    if line.destination is None:
        return None
    work = line.destination.work
    return paths.get(work, "") if work else line.destination.path
