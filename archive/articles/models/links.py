"""Links from one body to another work of the archive, wherever the other's page stands today."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.articles.models.article import Article
from archive.articles.querysets import BodyLinkQuerySet


class BodyLink(models.Model):
    """A link in a body that means a work: `href` as it stands there, and the work once it is here.

    The body keeps the address that its source wrote; a page shows the work's present one. `key` is the
    digest of the normalised address (`archive.text.addresses.digest`), by which a link without a target
    finds it when it arrives. An address of this site counts by its path alone, from the first slash, as
    in `LegacyAddress.path_key`: the archive may move to another name.
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

    objects = BodyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link in a body")
        verbose_name_plural = _("links in bodies")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["key"], name="body_link_unresolved", condition=models.Q(target=None)),
            models.Index(fields=["article"], name="body_link_nowhere", condition=models.Q(target=None)),
        ]

    def __str__(self) -> str:
        return self.href


class FormerHost(models.Model):
    """A site that works came from: links in bodies that lead there mean works.

    `unread_below` is the key below which bodies have not been looked through for such links, since the
    site became known after them; 0 where all have been.
    """

    name = models.CharField(_("host"), max_length=253, unique=True)
    unread_below = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("former host")
        verbose_name_plural = _("former hosts")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
