"""Bring in lists of old addresses and what they lead to."""

from __future__ import annotations

import shlex
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.importing.models import ImportRun
from archive.importing.redirects import Teller, import_redirects
from archive.importing.sources import printable

REJECTED = 3


class Command(BaseCommand):
    help = (
        "Import lists of redirects: CSV of old,new[,status]. `new` is a page of ours, by path or whole "
        "address, or an old address that leads to one; empty, or with the status 410, the old address is "
        "gone for good. What stands stays. Exit code 0: every line was accounted for; 3: some lines were "
        "rejected or in conflict."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="a list of redirects")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
        parser.add_argument("--report", metavar="FILE", type=Path, help="write one JSON object per line")
        parser.add_argument(
            "--replace", action="store_true", help="let the lists change where known addresses lead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun(command=_command_line(options))
        with ExitStack() as stack:
            for path in options["files"]:
                try:
                    stack.enter_context(path.open("rb"))
                except OSError as error:
                    raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
            report = None
            if options["report"]:
                try:
                    report = stack.enter_context(options["report"].open("w", encoding="utf-8"))
                except OSError as error:
                    raise CommandError(f"{options['report']} cannot be written: {error.strerror}.") from error
            teller = Teller(self.stderr._out, report, quiet=options["verbosity"] == 0)
            try:
                line = import_redirects(
                    options["files"], run, teller, dry_run=options["dry_run"], replace=options["replace"]
                )
            except (DatabaseError, OSError) as error:
                raise CommandError(
                    f"The archive cannot be written: {error}. Mend that, then import again."
                ) from error
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was written.")
        self.stdout.write(line)
        if run.rejected or run.conflicts:
            sys.exit(REJECTED)


def _command_line(options: dict[str, Any]) -> str:
    """The call as it could be typed again, kept with the run."""
    words = ["import_redirects", *map(str, options["files"])]
    if options["report"]:
        words += ["--report", str(options["report"])]
    words += [f"--{name.replace('_', '-')}" for name in ("dry_run", "replace") if options[name]]
    return printable(shlex.join(words))[:2000]
