"""People, the ways their names are written, and the positions they held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.authority import NAME_LENGTH, Named, NameForm, PastSlug
from archive.centers.models import Center
from archive.fields import DerivedField, HTMLField, LineField, PartialDateField
from archive.files import PictureField, Unguessable, validate_picture
from archive.text.folding import fold_person
from archive.text.likeness import SKETCH_LENGTH, sketch
from archive.text.names import sort_name
from archive.text.strings import loose_key
from authors.orcid import validate_orcid
from authors.querysets import AffiliationQuerySet, AuthorQuerySet, today


class NamesPerson(Named):
    """A name of a person: folded without titles and degrees, and sketched, so that likely ones are found."""

    folding = staticmethod(fold_person)

    sketch = DerivedField(derive="make_sketch", max_length=SKETCH_LENGTH, default="")

    class Meta:
        abstract = True

    def make_sketch(self) -> str:
        """Return what all names that may be this person's have in common (see `archive.text.likeness`)."""
        return sketch(self.name)


class Author(NamesPerson):
    """The authority record of one person, whatever spellings and positions their works carry."""

    sort_name = LineField(
        _("sort name"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("As in an index: “Haddad, Layla”. Empty: made from the name."),
    )
    sort_key = DerivedField(derive="make_sort_key", max_length=NAME_LENGTH)
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Last word of the person's address.")
    )
    bio = HTMLField(
        _("bio"),
        blank=True,
        help_text=_("Two or three sentences, shown under every work and on the person's page."),
    )
    portrait = PictureField(
        _("portrait"),
        upload_to=Unguessable("portraits"),
        validators=[validate_picture],
        max_length=200,
        blank=True,
        width_field="portrait_width",
        height_field="portrait_height",
    )
    portrait_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    portrait_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True, validators=[validate_orcid])
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["orcid"], condition=~Q(orcid=""), name="author_orcid_unique"),
        ]
        indexes = [
            models.Index(fields=["key"], name="author_key"),
            models.Index(fields=["folded"], name="author_folded"),
            models.Index(fields=["sketch"], name="author_sketch"),
            models.Index(fields=["sort_key", "id"], name="author_sort"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def make_sort_key(self) -> str:
        """Return the sort name without marks and punctuation, by which indexes of names are ordered."""
        self.sort_name = (self.sort_name or sort_name(self.name))[:NAME_LENGTH]
        return loose_key(self.sort_name)[:NAME_LENGTH]

    @property
    def initial(self) -> str:
        """The letter under which an index lists the person."""
        return self.sort_key[:1].upper() or "#"

    def position_on(self, day: dt.date | None) -> Affiliation | None:
        """Return the position held on a day; None when none is known for that day.

        With `affiliations` prefetched no query is made. Of several the latest begun counts.
        """
        return held_on(day, self.affiliations.all()) if day else None

    @property
    def latest_position(self) -> Affiliation | None:
        """The position to introduce the person with: one held now, else the last one held."""
        return latest(self.affiliations.all())


class AuthorName(NamesPerson, NameForm):
    """One more spelling of a person's name: another script, a former name, initials."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="names")
    script = models.CharField(
        _("script"), max_length=4, blank=True, help_text=_("ISO 15924, for instance “Cyrl”.")
    )

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        ordering = ["script", "key"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="author_name_form_unique")]
        indexes = [
            models.Index(fields=["key"], name="author_name_form_key"),
            models.Index(fields=["folded"], name="author_name_form_folded"),
            models.Index(fields=["sketch"], name="author_name_form_sketch"),
        ]


class AuthorPastSlug(PastSlug):
    """A slug under which a person was found before."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="past_slugs")

    class Meta:
        verbose_name = _("past slug")
        verbose_name_plural = _("past slugs")
        constraints = [models.UniqueConstraint(fields=["slug"], name="author_past_slug_unique")]


class AuthorLink(models.Model):
    """A page elsewhere that belongs to the person."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = LineField(_("label"), max_length=120)
    url = models.URLField(_("address"), max_length=500)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Affiliation(models.Model):
    """A position a person held at a center, or at another body, from one date to another.

    “Former” is never written down: it follows from `to_date`, or from `is_past` where a source says
    that the position has ended and not when.
    """

    author = models.ForeignKey(Author, models.CASCADE, related_name="affiliations")
    center = models.ForeignKey(
        Center, models.PROTECT, null=True, blank=True, related_name="affiliations", verbose_name=_("center")
    )
    organisation = LineField(
        _("other body"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("Where the position was not at one of the centers."),
    )
    position = LineField(_("position"), max_length=NAME_LENGTH, blank=True, help_text=_("Without “former”."))
    from_date = PartialDateField(_("from"), blank=True)
    to_date = PartialDateField(_("to"), blank=True)
    is_past = models.BooleanField(
        _("has ended"), default=False, help_text=_("For a position that has ended, nobody knows when.")
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-to_date", "-from_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_date="") | Q(to_date="") | Q(to_date__gte=Left("from_date", 4)),
                name="affiliation_ends_after_it_begins",
                violation_error_message=_("A position cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.position, self.body]))

    def clean(self) -> None:
        if not (self.position or self.center or self.organisation):
            raise ValidationError(_("Give a position, a center or another body."))

    @property
    def body(self) -> str:
        """The name of the center or other body."""
        return self.organisation or (self.center.name if self.center else "")

    @property
    def is_former(self) -> bool:
        """Whether the position has ended by today."""
        return self.is_past or bool(self.to_date and _last_day(self.to_date) < today())

    @property
    def recency(self) -> tuple[bool, str, str]:
        """By what positions are ordered: those held now come last, before them those that ended last."""
        return not self.is_former, self.to_date or "9999", self.from_date

    def was_held_on(self, day: dt.date) -> bool:
        """Whether the position was held on the day, as far as its dates tell; with none they tell nothing."""
        if not (self.from_date or self.to_date):
            return False
        written = day.isoformat()
        return self.from_date <= written and (not self.to_date or written <= _last_day(self.to_date))


def held_on(day: dt.date, positions: Iterable[Affiliation]) -> Affiliation | None:
    """Return which of a person's positions was held on a day: of several the latest begun."""
    held = [one for one in positions if one.was_held_on(day)]
    return max(held, key=lambda one: one.from_date, default=None)


def latest(positions: Iterable[Affiliation]) -> Affiliation | None:
    """Return which of a person's positions introduces them: one held now, else the last one held."""
    begun = [one for one in positions if one.from_date <= today()]
    return max(begun, key=lambda one: one.recency, default=None)


def _last_day(partial: str) -> str:
    """The last day of a partial date, as text that sorts after every day within it."""
    return partial + "-12-31"[len(partial) - 4 :]
