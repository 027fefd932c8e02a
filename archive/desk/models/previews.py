"""Addresses at which somebody outside the house sees one work before it is published."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.fields import LineField

LIFETIME = dt.timedelta(hours=48)
TOKEN_BYTES = 16


def expiry() -> dt.datetime:
    """Return the instant at which a link made now stops answering."""
    return timezone.now() + LIFETIME


def key_of(token: str) -> str:
    """Return what is kept of a token: it cannot be made out of it, so that no backup opens a preview."""
    return hashlib.sha256(token.encode()).hexdigest()


class PreviewLinkQuerySet(models.QuerySet):
    """Preview links: those that answer, and the one that a token means."""

    def live(self) -> PreviewLinkQuerySet:
        """Narrow to links that answer now."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> PreviewLinkQuerySet:
        """Narrow to the link that a token opens; the token itself is kept nowhere."""
        return self.filter(key=key_of(token))


class PreviewLink(models.Model):
    """A link that shows one work, as it is saved, for 48 hours, to whoever holds it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    key = models.CharField(max_length=64, unique=True, editable=False)
    note = LineField(_("for whom"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"), default=expiry)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    first_opened = models.DateTimeField(_("first opened"), null=True)
    last_opened = models.DateTimeField(_("last opened"), null=True)
    openings = models.PositiveIntegerField(_("times opened"), default=0)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.note or str(self.made_at)

    @property
    def is_live(self) -> bool:
        """Whether the link still answers."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @classmethod
    def make(cls, article: Article, user: object, note: str = "") -> tuple[PreviewLink, str]:
        """Make a link and return it with its token of 128 random bits, which is never to be had again."""
        token = secrets.token_hex(TOKEN_BYTES)
        return cls.objects.create(article=article, made_by=user, note=note, key=key_of(token)), token

    def revoke(self) -> None:
        """Let the link answer no more."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
