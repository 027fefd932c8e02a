"""`purge_history`: throws old versions away, and says first what it would do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.history.purging import purge

DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
LONGEST = 200 * 365


class Command(BaseCommand):
    help = (
        "Throws away versions older than the given age. The first and the last version of every record stay, "
        "and all of works that are in review or scheduled; nothing that readers see is touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than", required=True, metavar="AGE", help="how old, as 90d, 8w, 18m (months) or 5y"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be thrown away, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        age = age_of(options["older_than"])
        before = timezone.now() - age
        done = purge(before, dry_run=options["dry_run"])
        verb = "would be thrown away" if options["dry_run"] else "thrown away"
        self.stdout.write(
            f"versions from before {before:%Y-%m-%d}: {done.versions} {verb}, of {done.records} records, "
            f"with {done.texts} long texts; {done.kept} kept, of works in review or scheduled"
        )


def age_of(text: str) -> dt.timedelta:
    """Return the age that is written as 90d, 8w, 18m or 5y. Raises CommandError for anything else."""
    match = re.fullmatch(r"([1-9]\d{0,5})([dwmy])", text.strip().lower())
    days = int(match[1]) * DAYS[match[2]] if match else 0
    if not 0 < days <= LONGEST:
        raise CommandError(f"--older-than {text} is not understood; write an age as 90d, 8w, 18m or 5y.")
    return dt.timedelta(days=days)
