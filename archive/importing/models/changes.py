"""What a run did beyond making articles: enough to take it back; and what editors have to settle."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.articles.querysets import OfWorksQuerySet
from archive.importing.models.runs import ImportedRecord, ImportRun


class Change(models.Model):
    """One thing that a run made or changed, and what it was before.

    `subject` is the model ("authors.author") or "file", `object_id` its key, `name` what it is called (a
    file's name in the storage). `before` is null for what the run made; else the former values of what it
    changed, as `archive.importing.snapshots` writes them; `after` is the same once it was changed, by which
    an edit made since is told. The articles a run made have no row: the imported records name them.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    subject = models.CharField(_("subject"), max_length=60)
    object_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject", "object_id"], name="change_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.name or self.object_id}"


class Conflict(models.Model):
    """A field that an editor changed and a source changed too: the editor's value stands until she decides.

    `incoming` is what the source would write, as `archive.importing.snapshots` writes it. A decision stays
    here: the same value does not ask again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("The editor’s value was kept")
        TAKEN = "taken", _("The source’s value was taken")

    record = models.ForeignKey(ImportedRecord, models.CASCADE, related_name="conflicts")
    article = models.ForeignKey(Article, models.CASCADE, related_name="conflicts")
    field = models.CharField(_("field"), max_length=40)
    incoming = models.JSONField(_("in the source"), encoder=DjangoJSONEncoder)
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="conflicts_found")
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = OfWorksQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "field"],
                condition=models.Q(state="open"),
                name="conflict_open_once",
            )
        ]
        indexes = [models.Index(fields=["state", "id"], name="conflict_state")]

    def __str__(self) -> str:
        return f"{self.article} · {self.field}"
