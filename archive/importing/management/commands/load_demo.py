"""Load the demonstration archive of an invented institute, through the same importer as everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from archive.importing.authority import AuthorityError, load_authority

DEMO = Path(__file__).resolve().parents[2] / "demo"


class Command(BaseCommand):
    help = "Load the demonstration archive; a second time changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_authority(DEMO)
        except AuthorityError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"authority records made {made}")
        call_command(
            "import_content",
            *sorted(str(path) for path in DEMO.glob("records*.jsonl")),
            str(DEMO / "captures"),
            verbosity=options["verbosity"],
            stdout=self.stdout,
            stderr=self.stderr,
        )
