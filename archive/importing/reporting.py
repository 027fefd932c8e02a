"""What a run says of itself: progress on a terminal, a line per record, the closing totals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.articles.models import Article
from archive.importing.models import Outcome
from archive.importing.records import Source
from archive.importing.saving import Claim

COUNTED = {
    Outcome.CREATED: "created",
    Outcome.UPDATED: "updated",
    Outcome.UNCHANGED: "unchanged",
    Outcome.CONFLICT: "conflicts",
    Outcome.REJECTED: "rejected",
}


class ReportLost(CommandError):
    """The report cannot be written; the message is a sentence."""

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(
            f"The report {name} cannot be written: {error.strerror}. What was imported before stays; make "
            "room or choose another place, then import the same again."
        )


@contextmanager
def report_in(path: Path) -> Iterator[TextIO]:
    """Open the file of a report and close it; raise `ReportLost` where it cannot be opened."""
    try:
        report = path.open("w", encoding="utf-8")
    except OSError as error:
        raise ReportLost(str(path), error) from error
    try:
        yield report
    finally:
        with suppress(OSError):  # what is told is flushed batch by batch, and a failure was told then
            report.close()


def is_report(path: Path) -> bool:
    """Say whether a file is the report of a run, or empty."""
    try:
        with path.open(encoding="utf-8") as file:
            line = file.readline(100_000)
        return not line or list(json.loads(line)) == KEYS
    except (OSError, ValueError, TypeError):
        return False


KEYS = ["file", "where", "source", "outcome", "article", "faults"]
"""What a line of a report holds, in this order."""


class Reporter:
    """Counts outcomes, prints faults and progress, and writes the report of a run.

    `err` receives one line per fault and, on a terminal, a bar that moves; `report` one JSON object a
    record: file, where, source, outcome, article (its address here), faults. `size` is the number of bytes
    there are to read, of which the bar shows the part that is done and the time that is left.
    """

    def __init__(
        self, err: TextIO, report: TextIO | None = None, *, size: int = 0, quiet: bool = False
    ) -> None:
        self.err, self.report, self.quiet = err, report, quiet
        self.totals: Counter[Outcome] = Counter()
        self.finished = self.begun = 0
        console = Console(file=err, stderr=False)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[read]} records, {task.fields[rate]} a second,"),
            TimeRemainingColumn(compact=True),
            TextColumn("left"),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self.task = self.progress.add_task("Importing", total=size or None, read=0, rate=0)

    def __enter__(self) -> Reporter:
        self.progress.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.progress.stop()

    def say(self, sentence: str) -> None:
        """Print a sentence among the faults."""
        if not self.quiet:
            self.progress.console.print(sentence, markup=False, highlight=False, soft_wrap=True)

    def file_read(self, source: Source) -> None:
        """Say that one more file has been read to its end."""
        with suppress(OSError):
            self.finished += source.path.stat().st_size
        self.begun = 0

    def tell(self, claims: Iterable[Claim]) -> None:
        """Count what became of a batch and say what is wrong with it."""
        claims = list(claims)
        paths = _paths(claims) if self.report else {}
        for claim in claims:
            self.totals[claim.outcome] += 1
            if claim.outcome != Outcome.UNCHANGED:
                for fault in claim.reading.faults:
                    self.say(str(fault))
            self.begun += len(claim.reading.data)
        if self.report:
            self._write(self.report, [line_of(claim, paths) for claim in claims])
        task = self.progress.tasks[0]
        rate = round(self.read / task.elapsed) if task.elapsed else 0
        done = min(self.finished + self.begun, task.total or 0)
        self.progress.update(self.task, completed=done, read=self.read, rate=rate)

    def _write(self, report: TextIO, lines: Iterable[Mapping[str, object]]) -> None:
        try:
            report.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            report.flush()
        except OSError as error:
            raise ReportLost(report.name, error) from error

    @property
    def read(self) -> int:
        """How many things were read."""
        return sum(self.totals.values())


def closing_line(totals: Mapping[Outcome, int]) -> str:
    """Return the totals as the line that every command of this room ends with."""
    counts = ", ".join(f"{name} {totals.get(outcome, 0)}" for outcome, name in COUNTED.items())
    return f"{counts}, read {sum(totals.values())}"


def line_of(claim: Claim, paths: Mapping[int | None, str]) -> dict[str, object]:
    """Return one record's line of the report; `paths` holds the addresses of articles by their keys."""
    return {
        "file": claim.reading.source.name,
        "where": claim.reading.where,
        "source": claim.key,
        "outcome": claim.outcome.value,
        "article": paths.get(claim.article_id, ""),
        "faults": [str(fault) for fault in claim.reading.faults],
    }


def _paths(claims: Iterable[Claim]) -> dict[int | None, str]:
    articles = Article.objects.filter(pk__in={claim.article_id for claim in claims if claim.article_id})
    return {article.pk: article.get_absolute_url() for article in articles.only("path")}
