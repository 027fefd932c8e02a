"""The addresses a work had before: in this archive, and at the sites before it; and those nobody knows."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.articles.models.article import Article
from archive.articles.querysets import LegacyAddressQuerySet
from archive.fields import DerivedField
from archive.text.addresses import digest, normalise_former, path_of


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
    """An address at a site before this archive, normalised by `archive.text.addresses`, and what answers it.

    It leads to a work, or to `target`, the path of another page of ours, or it is gone (410). The rows
    point at pages, never at one another: there is no chain and no loop to be made. They are found by the
    digests of the whole address and of its path alone, since the old site's addresses are honoured under
    whatever name the archive answers to; case and length do not count. An address that names no host
    ("/posts/7") is meant at every former site. `archive.articles.addresses` writes the rows.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="legacy_addresses"
    )
    address = models.TextField(_("address"))
    key = DerivedField(derive="make_key", max_length=64, unique=True)
    path_key = DerivedField(derive="make_path_key", max_length=64)
    target = models.CharField(
        _("page"),
        max_length=300,
        blank=True,
        help_text=_("The path of a page of ours, from its first slash."),
    )
    is_gone = models.BooleanField(_("gone for good"), default=False)

    objects = LegacyAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("legacy address")
        verbose_name_plural = _("legacy addresses")
        ordering = ["address"]
        indexes = [models.Index(fields=["path_key"], name="legacy_address_path_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, target="", is_gone=False)
                | Q(article__isnull=True, target__startswith="/", is_gone=False)
                | Q(article__isnull=True, target="", is_gone=True),
                name="legacy_address_leads_to_one_thing",
            ),
            models.CheckConstraint(
                condition=~(
                    Q(target__startswith="//") | Q(target__startswith="/\\") | Q(target__contains="?")
                ),
                name="legacy_address_target_is_a_path_of_ours",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def lead(self) -> tuple[int | None, str, bool]:
        """What the address leads to, to be compared: the key of a work, a path, whether it is gone."""
        return self.article_id, self.target, self.is_gone

    def clean(self) -> None:
        """Normalise a new address and a target; refuse what can never lead, or leads away from here."""
        from archive.articles import addresses  # which knows where pages are, and so stands above the models

        if self.key != self.make_key():
            self.address = normalise_former(self.address)
            if problem := addresses.why_not_an_old_address(self.address):
                raise ValidationError({"address": problem})
            if LegacyAddress.objects.filter(key=self.make_key()).exclude(pk=self.pk).exists():
                raise ValidationError(
                    {"address": _("This address leads somewhere already; change that row.")}
                )
        if self.target:
            try:
                addresses.destination_of(self.target).give_to(self)
            except ValueError as refusal:
                raise ValidationError({"target": str(refusal)}) from refusal

    def make_key(self) -> str:
        """Return the digest of the address, under which it is found."""
        return digest(self.address)

    def make_path_key(self) -> str:
        """Return the digest of the address without its host."""
        return digest(path_of(self.address))


class MissingAddress(models.Model):
    """An address that readers asked for and nothing answered: its path with what tells pages apart.

    Nothing in it says who asked. `archive.articles.addresses` writes the rows and keeps their number bounded.
    """

    path = models.TextField(_("path"))
    key = DerivedField(derive="make_key", max_length=64, unique=True)
    hits = models.PositiveIntegerField(_("times"), default=1)
    referrer = models.TextField(_("coming from"), blank=True)
    is_ignored = models.BooleanField(_("ignored"), default=False)
    first_seen = models.DateTimeField(_("first asked for"), auto_now_add=True)
    last_seen = models.DateTimeField(_("last asked for"), default=timezone.now)

    class Meta:
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        ordering = ["-hits", "-last_seen", "pk"]
        indexes = [
            models.Index(fields=["-hits", "-last_seen", "id"], name="missing_address_most_asked"),
            models.Index(fields=["last_seen"], name="missing_address_last_seen"),
        ]

    def __str__(self) -> str:
        return self.path

    def make_key(self) -> str:
        """Return the digest of the path, under which it is found."""
        return digest(self.path)
