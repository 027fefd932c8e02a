"""What a run says of itself: progress on a terminal, a line per record, the closing totals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from archive.importing.models import ImportRun, Outcome
from archive.importing.saving import Claim

COUNTED = {
    Outcome.CREATED: "created",
    Outcome.UPDATED: "updated",
    Outcome.UNCHANGED: "unchanged",
    Outcome.CONFLICT: "conflicts",
    Outcome.REJECTED: "rejected",
}


class Reporter:
    """Counts outcomes, prints faults and progress, and writes the report of a run.

    `err` receives one line per fault and, on a terminal, a bar that moves; `report` one JSON object a
    record: file, where, source, outcome, article, faults.
    """

    def __init__(
        self, err: TextIO, report: TextIO | None = None, *, files: int = 0, quiet: bool = False
    ) -> None:
        self.err, self.report, self.quiet = err, report, quiet
        self.totals: Counter[Outcome] = Counter()
        console = Console(file=err, stderr=False)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files, {task.fields[read]} records, {task.fields[rate]} a second"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self.task = self.progress.add_task("Importing", total=files, read=0, rate=0)

    def __enter__(self) -> Reporter:
        self.progress.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.progress.stop()

    def file_read(self) -> None:
        """Say that one more file has been read to its end."""
        self.progress.advance(self.task)

    def tell(self, claims: Iterable[Claim]) -> None:
        """Count what became of a batch and say what is wrong with it."""
        for claim in claims:
            self.totals[claim.outcome] += 1
            if not self.quiet and claim.outcome != Outcome.UNCHANGED:
                for fault in claim.reading.faults:
                    self.progress.console.print(str(fault), markup=False, highlight=False, soft_wrap=True)
            if self.report:
                self.report.write(json.dumps(line_of(claim), ensure_ascii=False) + "\n")
        task = self.progress.tasks[0]
        rate = round(self.read / task.elapsed) if task.elapsed else 0
        self.progress.update(self.task, read=self.read, rate=rate)

    @property
    def read(self) -> int:
        """How many things were read."""
        return sum(self.totals.values())

    def close(self, run: ImportRun) -> str:
        """Write the totals to the run; return them as the closing line."""
        for outcome, name in COUNTED.items():
            setattr(run, name, self.totals[outcome])
        run.finished_at = timezone.now()
        run.save()
        counts = ", ".join(f"{name} {self.totals[outcome]}" for outcome, name in COUNTED.items())
        return f"{counts}, read {self.read}"


def line_of(claim: Claim) -> dict[str, object]:
    """Return one record's line of the report."""
    return {
        "file": claim.reading.source.name,
        "where": claim.reading.where,
        "source": claim.key,
        "outcome": claim.outcome.value,
        "article": claim.article_id,
        "faults": [str(fault) for fault in claim.reading.faults],
    }
