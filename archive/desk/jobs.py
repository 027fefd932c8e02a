"""Work that must not happen within a request: a row that says what, a process of its own that does it.

There is no broker. `begin` writes a `Job`; a short one is done at once, a long one by `manage.py run_job`,
which is started here and outlives the web server. A function does its work in batches, each in one
transaction with `turn.advance(...)`: where the process dies, the job falls silent, and whoever takes it up
again goes on behind the last batch. What fails says so and can be taken up again too.
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.desk.models import Job

AT_ONCE = 200
"""How many rows are worked through while an editor waits."""
LONGEST_FAILURE = 500

log = logging.getLogger(__name__)


class Superseded(Exception):
    """Another process has taken the job over; this one stops, and its last batch is rolled back."""


class CannotGoOn(Exception):
    """The job ends here; the message is the sentence that an editor reads."""


@dataclass(slots=True)
class Turn:
    """One process at one job."""

    job: Job
    runner: str

    @property
    def cursor(self) -> int:
        """The key behind which the work goes on; 0 at the beginning."""
        return self.job.cursor

    def advance(self, cursor: int, number: int) -> None:
        """Note that rows up to a key are done, in the transaction that did them. Raises `Superseded`."""
        mine = Job.objects.filter(pk=self.job.pk, runner=self.runner, state=Job.State.RUNNING)
        if not mine.update(cursor=cursor, done=F("done") + number, seen_at=timezone.now()):
            raise Superseded
        self.job.cursor = cursor


Work = Callable[[Turn], None]
_KINDS: dict[str, Work] = {}


def work(kind: str) -> Callable[[Work], Work]:
    """Register a function as what does the jobs of a kind; `archive.desk.apps` imports them all."""

    def register(function: Work) -> Work:
        _KINDS[kind] = function
        return function

    return register


def begin(kind: str, *, total: int, by: Any, subject: int | None = None, **arguments: Any) -> Job:
    """Ask for a piece of work: a short one is done when this returns, a long one has been started."""
    if kind not in _KINDS:
        raise ValueError(f"“{kind}” is no kind of job; those known are {', '.join(sorted(_KINDS))}.")
    job = Job.objects.create(kind=kind, subject_id=subject, total=total, by=by, arguments=arguments)
    if total <= AT_ONCE:
        run(job.pk)
    else:
        start(job.pk)
    job.refresh_from_db()
    return job


def go_on(job: Job) -> None:
    """Take up a job again that failed or fell silent, behind its last batch."""
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    failed.update(state=Job.State.WAITING, failure="", finished_at=None, seen_at=None)
    start(job.pk)


def start(pk: int) -> None:
    """Have a job done by a process of its own, as soon as what asked for it is committed."""
    transaction.on_commit(partial(launch, pk))


def launch(pk: int) -> None:
    """Start a process that does the job and outlives this one; it is no web process: nothing hurries it."""
    process = subprocess.Popen(
        [sys.executable, str(settings.ROOT / "manage.py"), "run_job", str(pk)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=settings.ROOT,
        env={**os.environ, "ARCHIVE_PROCESS": "command"},
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()


def run(pk: int) -> Job | None:
    """Do a job to its end; None where there is nothing to do: it is over, or another process is at it.

    Whatever goes wrong is logged and written into the job; nothing is raised.
    """
    runner, now = secrets.token_hex(16), timezone.now()
    mine = Job.objects.filter(pk=pk, runner=runner)
    if (
        not Job.objects.startable()
        .filter(pk=pk)
        .update(state=Job.State.RUNNING, runner=runner, seen_at=now, started_at=Coalesce("started_at", now))
    ):
        return None
    job = mine.get()
    try:
        _KINDS[job.kind](Turn(job, runner))
    except Superseded:
        return None
    except CannotGoOn as reason:
        _close(job, Job.State.FAILED, str(reason))
    except Exception as error:
        log.exception("Job %s (%s) failed.", job.pk, job.kind)
        told = _("It stopped at an error that nobody foresaw: %(error)s. What was done until then stands.")
        _close(job, Job.State.FAILED, told % {"error": f"{type(error).__name__}: {error}"[:LONGEST_FAILURE]})
    else:
        _close(job, Job.State.DONE)
    job.refresh_from_db()
    return job


def _close(job: Job, state: str, failure: str = "") -> None:
    mine = Job.objects.filter(pk=job.pk, runner=job.runner)
    mine.update(state=state, failure=failure, finished_at=timezone.now())
