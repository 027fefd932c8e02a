"""Read the kept evidence again with the readers of today."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.importing import readers
from archive.importing.models import ImportedRecord, ImportRun, Outcome
from archive.importing.reparsing import reparse
from archive.importing.reporting import Reporter

REJECTED = 3


class Command(BaseCommand):
    help = (
        "Read the kept evidence again with the readers of today and show what they read otherwise. Nothing "
        "is written without --write; then an editor's change stays, as in every import. Exit code 3: "
        "something is in conflict, or rejected that was not before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "sources", nargs="*", metavar="SOURCE", help="identities of records (default: all)"
        )
        parser.add_argument("--run", type=int, metavar="RUN", help="only what this run changed last")
        parser.add_argument("--format", default="", help=f"only one of {', '.join(readers.names())}")
        parser.add_argument("--write", action="store_true", help="write what is read otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        records = ImportedRecord.objects.all()
        if options["sources"]:
            records = records.filter(source_key__in=options["sources"])
        if options["run"]:
            records = records.filter(last_run=options["run"])
        if options["format"]:
            records = records.filter(format=options["format"])
        if not records.exists():
            raise CommandError("No imported record is meant; name one, or leave the narrowing out.")
        run = ImportRun(command=_command_line(options))
        reporter = Reporter(self.stderr._out, quiet=options["verbosity"] == 0)
        closing = reparse(
            records, run, reporter, lambda one: self.stdout.write(str(one)), write=options["write"]
        )
        if not options["write"]:
            self.stdout.write("Nothing was written; add --write to write this.")
        self.stdout.write(closing)
        before = records.filter(outcome=Outcome.REJECTED, capture__size__gt=0).count()
        if run.conflicts or run.rejected > before:
            sys.exit(REJECTED)


def _command_line(options: dict[str, Any]) -> str:
    words = ["reparse_captures", *options["sources"]]
    words += [f"--{name} {options[name]}" for name in ("run", "format") if options[name]]
    return " ".join([*words, *(["--write"] if options["write"] else [])])[:2000]
