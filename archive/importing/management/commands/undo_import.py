"""Take an import back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.importing.models import ImportRun
from archive.importing.undoing import CannotUndo, Kept, Undone, undo

KEPT = 3
SHOWN = 200


class Command(BaseCommand):
    help = (
        "Take an import back: what it made goes, what it changed is as before. What was edited since is kept "
        "and listed. Exit code 0: everything was taken back; 3: something was kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help="the number of the run")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; change nothing")
        parser.add_argument(
            "--force", action="store_true", help="take back also what was edited since, after showing it"
        )
        parser.add_argument("--yes", action="store_true", help="with --force: do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no import run {options['run']}; the admin lists them.")
        force = options["force"]
        try:
            if force and not options["yes"] and not options["dry_run"]:
                preview = self._undo(run, force=True, dry_run=True)
                self._list(preview.lost, "would be lost")
                if preview.lost and input("Take these back as well? Type yes: ").strip() != "yes":
                    raise CommandError("Nothing was changed.")
            done = self._undo(run, force=force, dry_run=options["dry_run"])
        except CannotUndo as error:
            raise CommandError(str(error)) from error
        self._list(done.lost, "lost")
        self._list(done.kept, "kept")
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")
        self.stdout.write(str(done))
        if done.kept:
            raise SystemExit(KEPT)

    def _undo(self, run: ImportRun, *, force: bool, dry_run: bool) -> Undone:
        words = ["undo_import", str(run.pk), *(["--force"] if force else [])]
        return undo(run, ImportRun(command=" ".join(words)), force=force, dry_run=dry_run)

    def _list(self, things: list[Kept], word: str) -> None:
        for one in things[:SHOWN]:
            self.stderr.write(f"{word}: {one}")
        if len(things) > SHOWN:
            self.stderr.write(f"{word}: {len(things) - SHOWN} more")
