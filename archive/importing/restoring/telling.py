"""What `import_content` says and does where it is given an export."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.importing.models import Outcome
from archive.importing.reporting import closing_line
from archive.importing.restoring.faults import CannotRestore
from archive.importing.restoring.restore import restore

INCOMPLETE = 3
NOT_FOR_EXPORTS = ("format", "addresses", "map", "report", "fetch_media", "draft")


def restore_for(command: BaseCommand, options: Mapping[str, Any]) -> None:
    """Restore the export that is the one path given; say what was done as an import says it."""
    if len(options["paths"]) > 1:
        raise CannotRestore("An export is restored by itself; name its folder alone.")
    for name in NOT_FOR_EXPORTS:
        if options.get(name):
            raise CannotRestore(f"An export is restored as it is; leave --{name.replace('_', '-')} out.")
    folder = Path(options["paths"][0])
    console = Console(file=command.stderr._out)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
        disable=options["verbosity"] == 0 or not console.is_terminal,
    ) as bar:
        task = bar.add_task("Verifying", total=None)
        done = restore(
            folder,
            dry_run=options["dry_run"],
            progress=lambda words, done, total: bar.update(
                task, description=words, completed=done, total=total
            ),
        )
    for name in done.lost:
        command.stderr.write(f"{name} had been lost by the archive that was exported; put it back by hand.")
    if options["dry_run"]:
        command.stdout.write("Dry run: nothing was written.")
    command.stdout.write(closing_line(Counter({Outcome.CREATED: done.works})))
    if done.lost:
        sys.exit(INCOMPLETE)
