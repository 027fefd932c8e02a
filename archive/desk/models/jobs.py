"""Work that outlasts a request: what is to be done, by whom, how far it is, and how it ended."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SILENCE = dt.timedelta(seconds=90)
"""After how long without a sign of life a job counts as interrupted."""


class JobQuerySet(models.QuerySet):
    """Jobs by what can be done with them."""

    def startable(self) -> JobQuerySet:
        """Narrow to jobs that nobody is at: those that wait, and those that fell silent."""
        silent = Q(state=Job.State.RUNNING, seen_at__lt=timezone.now() - SILENCE)
        return self.filter(Q(state=Job.State.WAITING) | silent)

    def newest(self) -> JobQuerySet:
        """Order by when they were asked for, the last one first."""
        return self.order_by("-pk")


class Job(models.Model):
    """A piece of work that a process of its own does, batch by batch (`archive.desk.jobs`).

    `kind` names the function, `subject_id` the row that it works on. `cursor` is the key after which it goes
    on when it was interrupted; `seen_at` its last sign of life; `runner` the process that is at it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=40)
    subject_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    total = models.PositiveIntegerField(_("in all"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    cursor = models.BigIntegerField(default=0)
    failure = models.TextField(_("why it failed"), blank=True)
    runner = models.CharField(max_length=32, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "id"], name="job_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def is_silent(self) -> bool:
        """Whether it ought to be at work and has given no sign of life for too long."""
        last = self.seen_at or self.created_at
        return not self.is_over and last < timezone.now() - SILENCE

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return min(100, 100 * self.done // self.total) if self.total else 0
