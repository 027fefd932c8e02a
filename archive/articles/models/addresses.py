"""The addresses a work had before: in this archive, and at the sites before it."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.articles.models.article import Article
from archive.fields import DerivedField


class PastAddress(models.Model):
    """An address this archive gave to a work before its slug or date changed: it redirects."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="past_addresses")
    path = models.CharField(_("path"), max_length=100, unique=True)
    since = models.DateTimeField(_("replaced on"), auto_now_add=True)

    class Meta:
        verbose_name = _("past address")
        verbose_name_plural = _("past addresses")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class LegacyAddress(models.Model):
    """An address the work had at a site before this archive, normalised by `archive.text.addresses`.

    `path` is the same without its host: the old site's addresses are honoured under whatever name the
    archive answers to.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="legacy_addresses")
    address = models.CharField(_("address"), max_length=1000, unique=True)
    path = DerivedField(derive="make_path", max_length=1000)

    class Meta:
        verbose_name = _("legacy address")
        verbose_name_plural = _("legacy addresses")
        ordering = ["address"]
        indexes = [models.Index(fields=["path"], name="legacy_address_path")]

    def __str__(self) -> str:
        return self.address

    def make_path(self) -> str:
        """Return the address from its first slash (or question mark) on: "/posts/2016/09/ferry"."""
        return re.sub(r"^[^/?]*", "", self.address)
