"""Do a job of the desk, or take up all that wait or were interrupted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.desk import jobs
from archive.desk.models import Job


class Command(BaseCommand):
    help = (
        "Do a job of the editors' desk (the desk starts it by itself). Without a number, take up every "
        "job that waits or was interrupted, for instance after the machine was restarted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", nargs="?", type=int, help="the number of the job")

    def handle(self, *args: Any, job: int | None = None, **options: Any) -> None:
        if job is not None and not Job.objects.filter(pk=job).exists():
            raise CommandError(f"There is no job {job}; run the command without a number to take up all.")
        keys = (
            [job]
            if job is not None
            else list(Job.objects.startable().order_by("pk").values_list("pk", flat=True))
        )
        done = [one for key in keys if (one := jobs.run(key))]
        failed = [one for one in done if one.state == Job.State.FAILED]
        for one in failed:
            self.stderr.write(f"{one}: {one.failure}")
        self.stdout.write(f"done {len(done) - len(failed)}, failed {len(failed)}, asked {len(keys)}")
        if failed:
            raise SystemExit(3)
