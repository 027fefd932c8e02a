"""Write the whole archive as files, or say its digest."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.importing import exporting

INCOMPLETE = 3
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Write the whole archive with checksums: records as JSON Lines, files, redirects, authorities, "
        "evidence, history. Users and passwords are not in it. import_content makes the same archive of "
        "it again. Exit code 0: everything was written; 3: the archive has lost files that are listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", metavar="DIR", type=Path, help="a folder that is not there yet"
        )
        parser.add_argument("--replace", action="store_true", help="put it in the place of a former export")
        parser.add_argument(
            "--digest", action="store_true", help="write nothing; print the digest of what would be written"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        if bool(folder) == options["digest"]:
            raise CommandError("Name the folder to write, or ask for --digest; one of both.")
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(compact=True),
            console=(console := Console(file=self.stderr._out)),
            transient=True,
            disable=options["verbosity"] == 0 or not console.is_terminal,
        )
        task = bar.add_task("Reading", total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        with bar:
            if options["digest"]:
                self.stdout.write(exporting.digest(tell))
                return
            begun = time.monotonic()
            try:
                done = exporting.export(folder, replace=options["replace"], progress=tell)
            except exporting.CannotExport as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(
                    f"The export cannot be written: {error}. Mend that, then begin again."
                ) from error
        self._tell(done, time.monotonic() - begun)
        if done.missing or done.damaged:
            raise SystemExit(INCOMPLETE)

    def _tell(self, done: exporting.Exported, seconds: float) -> None:
        for names, words in (
            (done.missing, "is named by the archive and is not in the storage; put it back from a backup."),
            (done.damaged, "is evidence whose bytes are damaged; put the database back from a backup."),
        ):
            for name in names[:SHOWN]:
                self.stderr.write(f"{name} {words}")
            if len(names) > SHOWN:
                self.stderr.write(f"{len(names) - SHOWN} more.")
        works = done.counts["works"]
        if works and seconds > 1:
            self.stderr.write(
                f"{works} works in {seconds:.0f} s; {seconds / works * 10_000:.0f} s for 10,000."
            )
        self.stdout.write(f"digest {done.digest}")
        counts = ", ".join(f"{name} {number}" for name, number in done.counts.items())
        self.stdout.write(counts)
