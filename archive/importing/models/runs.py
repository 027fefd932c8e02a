"""What was imported: runs, and the records they wrote."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.articles.querysets import OfWorksQuerySet
from archive.importing.models.captures import Capture


class Outcome(models.TextChoices):
    """What was done with one thing read."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    CONFLICT = "conflict", _("In conflict")
    REJECTED = "rejected", _("Rejected")


class ImportRun(models.Model):
    """One run of an import, or of what changes the work of one: who called it, how, and what came of it."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        REPARSE = "reparse", _("Evidence read again")
        UNDO = "undo", _("Undo")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.IMPORT)
    command = models.CharField(_("command line"), max_length=2000)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    versions = models.JSONField(
        _("versions"), default=dict, help_text=_("Of the archive, Python, Django and the database.")
    )
    mapping = models.JSONField(_("mapping"), default=dict, help_text=_("What --map said."))
    undone_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undoes", verbose_name=_("undone by")
    )
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    conflicts = models.PositiveIntegerField(_("conflicts"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-pk"]
        permissions = [("undo_importrun", _("Can take a run back"))]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def read(self) -> int:
        """How many things were read: the sum of all outcomes."""
        return self.created + self.updated + self.unchanged + self.conflicts + self.rejected


class ImportedRecord(models.Model):
    """One source record and what it became. Its key is the source's own identity, never title and date.

    Several files may claim the same identity (one article captured under several hosts): each keeps a row.
    `values` is what the file claimed (the body as a digest), `applied` what was written for it, by field:
    an edit made since is told from it.
    """

    source_key = models.CharField(_("source"), max_length=1000, db_index=True)
    file = models.CharField(_("file"), max_length=1000)
    format = models.CharField(_("format"), max_length=20, blank=True)
    context = models.JSONField(
        _("context"), default=dict, help_text=_("What the reader needs to read the evidence again.")
    )
    where = models.CharField(_("where in it"), max_length=60, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_records",
        verbose_name=_("article"),
    )
    capture = models.ForeignKey(
        Capture, models.PROTECT, null=True, blank=True, related_name="records", verbose_name=_("capture")
    )
    first_run = models.ForeignKey(
        ImportRun, models.PROTECT, related_name="+", verbose_name=_("first imported in")
    )
    last_run = models.ForeignKey(
        ImportRun, models.PROTECT, related_name="records", verbose_name=_("last changed in")
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    digest = models.CharField(_("digest of the record"), max_length=64)
    values = models.JSONField(_("as the file claims"), default=dict)
    applied = models.JSONField(_("as it was written"), default=dict)
    faults = models.JSONField(_("faults"), default=list)
    awaits = models.CharField(
        _("awaits"),
        max_length=1000,
        blank=True,
        help_text=_("The source of the original that has not been imported yet."),
    )

    objects = OfWorksQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source_key", "file"], name="record_source_and_file_unique")
        ]
        indexes = [
            models.Index(fields=["last_run", "outcome"], name="record_run_outcome"),
            models.Index(fields=["awaits"], name="record_awaits", condition=~models.Q(awaits="")),
        ]

    def __str__(self) -> str:
        return self.source_key

    def standing(self) -> dict[str, Any]:
        """Return the columns that a later run may change, as they stand."""
        return {name: getattr(self, name) for name in CHANGING}


CHANGING = (
    "where", "format", "context", "outcome", "article_id", "capture_id", "last_run_id", "digest", "values",
    "applied", "faults", "awaits",
)  # fmt: skip
