"""Authority records: one person, body or term; the many ways its name is written; its past addresses.

Abstract models shared by the data rooms. The words are those of library authority files: a record has
one preferred name and any number of name forms; whatever spelling a source uses leads to the record.
May import: `archive.text`, `archive.fields`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.fields import DerivedField, LineField
from archive.text.folding import fold
from archive.text.strings import matching_key

NAME_LENGTH = 300


class Named(models.Model):
    """Something with a preferred name and the keys by which sources find it.

    `key` tells names apart exactly; `folded` is the coarser one, by which a name that no `key` has is found.
    """

    name = LineField(_("name"), max_length=NAME_LENGTH)
    key = DerivedField(derive="make_key", max_length=NAME_LENGTH)
    folded = DerivedField(derive="make_folded", max_length=NAME_LENGTH, default="")

    folding: ClassVar[Callable[[str], str]] = staticmethod(fold)
    """How names of this model are folded."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def make_key(self) -> str:
        """Return the name normalised: NFC, case folded, blanks and quotation marks alike."""
        return matching_key(self.name)[:NAME_LENGTH]

    def make_folded(self) -> str:
        """Return the name as the model folds it: without marks, punctuation and what tells nobody apart."""
        return self.folding(self.name)[:NAME_LENGTH]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Validate that the name is free: `key`, which the constraints compare, stands in no form."""
        self.key = self.make_key()
        super().validate_constraints(exclude=set(exclude or ()) - {"key"})

    def unique_error_message(
        self, model_class: type[models.Model], unique_check: tuple[str, ...]
    ) -> ValidationError:
        if "key" not in unique_check:
            return super().unique_error_message(model_class, unique_check)
        message = _("“%(name)s” is here already; open the record that bears the name.")
        refusal = ValidationError({"name": ValidationError(message, params={"name": self.name})})
        refusal.code = "name-taken"  # the constraint that asks for the message reads it
        return refusal


class NameForm(Named):
    """One more spelling, script or language in which a name is found."""

    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("BCP 47, for instance “ar” or “zh-Hans”.")
    )

    class Meta:
        abstract = True


class PastSlug(models.Model):
    """A slug that a record had before: its old address redirects to the present one."""

    slug = models.CharField(_("past slug"), max_length=80)
    since = models.DateTimeField(_("replaced on"), auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


def keep_past_slug(record: models.Model, former: str, **scope: str) -> bool:
    """Keep the slug a record had before it was saved, so that its address redirects; return whether it moved.

    `record.past_slugs` is the reverse accessor of its `PastSlug` model; `scope` narrows where slugs are
    unique only within something (a term's facet).
    """
    past = record.past_slugs.model.objects
    past.filter(slug=record.slug, **scope).delete()
    if not former or former == record.slug:
        return False
    owner = record.past_slugs.field.name
    past.update_or_create(slug=former, **scope, defaults={owner: record})
    return True


def derive_stored(
    model: type[models.Model], columns: dict[str, Callable[[str], str]], batch: int = 2000
) -> None:
    """Fill columns that are derived from the name in all rows of a table; for migrations, batch by batch."""
    last = 0
    while rows := list(model._default_manager.filter(pk__gt=last).order_by("pk")[:batch]):
        for row in rows:
            for column, derive in columns.items():
                setattr(row, column, derive(row.name)[: row._meta.get_field(column).max_length])
        model._default_manager.bulk_update(rows, list(columns), batch_size=200)
        last = rows[-1].pk
