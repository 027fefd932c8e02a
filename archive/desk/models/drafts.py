"""What somebody has typed into the form of a work and not saved."""

from __future__ import annotations

import secrets
from functools import partial

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Article
from archive.fields import LineField
from archive.files import PictureField, Unguessable, validate_picture

KEY = "[0-9a-f]{32}"


def new_key() -> str:
    """Return 128 random bits: what one opening of a form keeps its words under."""
    return secrets.token_hex(16)


class DraftQuerySet(models.QuerySet):
    """Unsaved words; each belongs to the user who typed them, and nobody else ever asks for them."""

    def of(self, user: object, article: Article | None) -> DraftQuerySet:
        """Narrow to what a user typed into the form of a work, or of works that are new; newest first."""
        return self.filter(user=user, article=article).order_by("-saved_at", "-pk")

    def forget(self, key: str) -> None:
        """Forget what is kept under a key, its picture too; of a user's own drafts where asked of these."""
        for draft in self.filter(key=key):
            draft.delete()
            if draft.picture:
                transaction.on_commit(partial(draft.picture.storage.delete, draft.picture.name))


class Draft(models.Model):
    """What a user typed into the form of a work, or of a new one: all its fields as a browser sends them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    key = models.CharField(
        max_length=32, default=new_key, unique=True, validators=[RegexValidator(rf"^{KEY}\Z")]
    )
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="drafts")
    title = LineField(max_length=2000, blank=True)
    form = models.TextField(help_text=_("The fields, as application/x-www-form-urlencoded."))
    picture = PictureField(
        upload_to=Unguessable("drafts"), validators=[validate_picture], max_length=200, blank=True
    )
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        indexes = [models.Index(fields=["user", "article", "-saved_at"], name="draft_of_user")]

    def __str__(self) -> str:
        return self.title or self.key

    @cached_property
    def fields(self) -> QueryDict:
        """The fields of the form."""
        return QueryDict(self.form, encoding="utf-8")
