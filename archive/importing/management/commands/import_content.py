"""Bring legacy content in: captures of pages, records, whatever a reader knows."""

from __future__ import annotations

import shlex
import sys
from argparse import ArgumentParser
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.importing import mapping, readers, restoring
from archive.importing.archives import unpacked
from archive.importing.models import ImportRun
from archive.importing.records import Source
from archive.importing.reporting import Reporter, is_report, report_in
from archive.importing.running import run_import
from archive.importing.sources import SourceError, find_sources, printable

REJECTED = 3
STOPPED = 130


class Command(BaseCommand):
    help = (
        "Import files, folders or globs. The format is told by content. The same input a second time changes "
        "nothing. Exit code 0: everything was accounted for; 3: some records were rejected or in conflict."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, a folder (read whole) or a glob"
        )
        formats = ", ".join(readers.names())
        parser.add_argument("--format", default="", help=f"do not guess the format, it is one of {formats}")
        parser.add_argument(
            "--addresses", metavar="FILE", type=Path, help="CSV (file,url): where captures came from"
        )
        parser.add_argument(
            "--map", metavar="FILE", type=Path, help="TOML: what columns, terms and types of the source mean"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")
        parser.add_argument("--report", metavar="FILE", type=Path, help="write one JSON object per record")
        parser.add_argument(
            "--fetch-media",
            action="store_true",
            help="fetch pictures and documents that are only on the network; never from private addresses",
        )
        parser.add_argument(
            "--draft", action="store_true", help="import as drafts, to be published by an editor"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if any(map(restoring.is_export, options["paths"])):
            restoring.restore_for(self, options)
            return
        if options["format"] and options["format"] not in readers.names():
            formats = ", ".join(readers.names())
            raise CommandError(f'"{options["format"]}" is not a format; use one of {formats}.')
        try:
            sources = find_sources(options["paths"], addresses=options["addresses"])
            given = {"map": mapping.load(options["map"])} if options["map"] else {}
            sources = [replace(source, context=given) for source in sources] if given else sources
        except (SourceError, mapping.MappingError) as error:
            raise CommandError(str(error)) from error
        run = ImportRun(command=_command_line(options), mapping=given.get("map", {}))
        with ExitStack() as stack:
            if options["report"]:
                sources = _without_report(options["report"], sources)
            report = stack.enter_context(report_in(options["report"])) if options["report"] else None
            quiet = options["verbosity"] == 0
            sources = stack.enter_context(unpacked(sources, options["addresses"]))
            size = sum(source.path.stat().st_size for source in sources)
            reporter = Reporter(self.stderr._out, report, size=size, quiet=quiet)
            try:
                closing = run_import(
                    sources,
                    run,
                    reporter,
                    reader=options["format"],
                    dry_run=options["dry_run"],
                    draft=options["draft"],
                    fetch_media=options["fetch_media"],
                )
            except (DatabaseError, OSError) as error:
                raise CommandError(
                    f"The archive cannot be written: {error}. Mend that, then import again."
                ) from error
            except KeyboardInterrupt as stop:
                said = (
                    "nothing was written" if options["dry_run"] else "import the same again, and it goes on"
                )
                raise CommandError(f"Stopped at your request; {said}.", returncode=STOPPED) from stop
        with suppress(BrokenPipeError):  # nobody listens any more, and all is done
            if options["dry_run"]:
                self.stdout.write("Dry run: nothing was written.")
            self.stdout.write(closing)
        if run.rejected or run.conflicts:
            sys.exit(REJECTED)


def _without_report(report: Path, sources: list[Source]) -> list[Source]:
    """Leave out the report of a former run; raise `CommandError` where a source would be overwritten."""
    place = report.resolve()
    if any(place == source.path.resolve() for source in sources) and not is_report(report):
        raise CommandError(f"{report} is among the files to import; write the report elsewhere.")
    return [source for source in sources if source.path.resolve() != place]


def _command_line(options: dict[str, Any]) -> str:
    """The call as it could be typed again, kept with the run."""
    words = ["import_content", *options["paths"]]
    for name in ("format", "addresses", "map", "report"):
        if options[name]:
            words += [f"--{name}", str(options[name])]
    for name in ("dry_run", "fetch_media", "draft"):
        if options[name]:
            words.append(f"--{name.replace('_', '-')}")
    return printable(shlex.join(words))[:2000]
