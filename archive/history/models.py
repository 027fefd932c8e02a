"""Versions of records, and their long texts."""

from __future__ import annotations

import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.history.actions import Action


class VersionQuerySet(models.QuerySet):
    """Words about versions."""

    def of(self, subject: str, *keys: int) -> VersionQuerySet:
        """Narrow to the versions of these records."""
        return self.filter(subject=subject, object_id__in=keys)

    def latest_of_each(self, subject: str, keys: list[int]) -> VersionQuerySet:
        """Narrow to the newest version of each record."""
        newest = self.of(subject, *keys).order_by().values("object_id").annotate(last=models.Max("pk"))
        return self.filter(pk__in=newest.values("last"))


class Version(models.Model):
    """A record as it was once something had been done to it, whole.

    `subject` is its model ("articles.article"), `object_id` its key, `name` what it was called. `changed`
    names the fields in which it differs from the version before. `state` is `registry.State`, where a long
    text stands as `{"text": digest}` and is kept once, as a `Text`. The last version of what was deleted has
    the state it had, and `into` names the record that took its place.
    """

    subject = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=40)
    note = models.TextField(_("note"), blank=True)
    changed = models.JSONField(_("fields"), default=list)
    state = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    is_gone = models.BooleanField(_("deleted"), default=False)
    into = models.BigIntegerField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject", "object_id", "id"], name="version_of_record"),
            models.Index(fields=["at"], name="version_at"),
            models.Index(fields=["subject", "id"], name="version_gone", condition=models.Q(is_gone=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {Action.name_of(self.action)}"


class Text(models.Model):
    """A long text of a record, kept once for all versions in which it stands."""

    subject = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    packed = models.BinaryField()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "object_id", "digest"], name="text_of_record_kept_once"
            )
        ]

    def __str__(self) -> str:
        return self.digest

    def __init__(self, *args: Any, content: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if content is not None:
            self.packed = zlib.compress(content.encode("utf-8", "surrogatepass"))

    @property
    def content(self) -> str:
        """The text."""
        return zlib.decompress(self.packed).decode("utf-8", "surrogatepass")
