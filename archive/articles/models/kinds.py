"""What a work is, and where it first appeared: kinds and outlets, with all their names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.authority import Named, NameForm
from archive.fields import LineField
from archive.text.folding import fold_title


class Kind(models.Model):
    """What sort of work it is: the code that sources write, and the label readers see.

    An unknown code from a source becomes a kind of its own with `is_known` false, until an editor labels
    it: it is kept as it came and never guessed.
    """

    code = models.CharField(
        _("code"), max_length=60, unique=True, help_text=_("As sources write it: “legacyinthemedia”.")
    )
    label = LineField(_("label"), max_length=80, help_text=_("The line above the title: “In The Media”."))
    plural = LineField(
        _("plural"), max_length=80, blank=True, help_text=_("As a heading of lists: “Op-eds”.")
    )
    is_known = models.BooleanField(
        _("known"), default=True, help_text=_("Off for codes that no editor has labelled yet.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("kind")
        verbose_name_plural = _("kinds")
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label


class KindName(NameForm):
    """The label of a kind in another language, or another way sources print it."""

    kind = models.ForeignKey(Kind, models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["language", "key"]
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="kind_name_unique")]


class Outlet(Named):
    """A newspaper, journal or site where works first appeared."""

    url = models.URLField(_("address"), max_length=500, blank=True)

    folding = staticmethod(fold_title)

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["key"], name="outlet_name_unique")]
        indexes = [models.Index(fields=["folded"], name="outlet_folded")]


class OutletName(NameForm):
    """Another spelling of an outlet's name."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="names")

    folding = staticmethod(fold_title)

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["outlet", "key"], name="outlet_name_form_unique")]
        indexes = [
            models.Index(fields=["key"], name="outlet_name_form_key"),
            models.Index(fields=["folded"], name="outlet_name_form_folded"),
        ]
