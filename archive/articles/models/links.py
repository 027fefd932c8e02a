"""Links from one body to another work of the archive, wherever the other's page stands today."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.articles.models.article import Article


class BodyLink(models.Model):
    """A link in a body that means a work: `href` as it stands there, and the work once it is here.

    The body keeps the address that its source wrote; a page shows the work's present one. `key` is the
    digest of the normalised address (`archive.text.addresses.digest`), by which a link without a target
    finds it when it arrives.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="body_links")
    href = models.TextField(_("address in the body"))
    key = models.CharField(max_length=64, editable=False)
    target = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="linked_from",
        verbose_name=_("leads to"),
    )

    class Meta:
        verbose_name = _("link in a body")
        verbose_name_plural = _("links in bodies")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["key"], name="body_link_unresolved", condition=models.Q(target=None)),
        ]

    def __str__(self) -> str:
        return self.href
