"""Centers, their former names, menus, newsletters and series; and who works for them."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.authority import Named, NameForm, PastSlug
from archive.centers.querysets import CenterQuerySet, SeriesQuerySet
from archive.fields import HTMLField, LineField, PartialDateField, ProseField
from archive.files import PictureField, Unguessable, validate_picture
from archive.tags.models import Term
from archive.text.colours import PAPER, READABLE, contrast, is_colour
from archive.text.folding import fold_title
from archive.text.slugs import RESERVED


def validate_center_slug(slug: str) -> None:
    """Raise ValidationError for a slug that is the first segment of another page's address."""
    if slug in RESERVED:
        raise ValidationError(
            _("“%(slug)s” is the address of another page; choose another slug."), params={"slug": slug}
        )


def validate_accent(colour: str) -> None:
    """Raise ValidationError for a colour that cannot be read on paper."""
    if not is_colour(colour):
        raise ValidationError(
            _("“%(colour)s” is not a colour; write it as #8a1f2b."), params={"colour": colour}
        )
    if contrast(colour, PAPER) < READABLE:
        raise ValidationError(
            _("%(colour)s has a contrast of %(ratio)s on paper; choose a darker one of at least 4.5."),
            params={"colour": colour, "ratio": f"{contrast(colour, PAPER):.1f}"},
        )


class Center(Named):
    """One house of the institution. Its pages live under its slug; its menus, colour and words frame them."""

    short_name = LineField(
        _("short name"), max_length=80, blank=True, help_text=_("The brand in the page's head.")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        validators=[validate_center_slug],
        help_text=_("First word of its addresses."),
    )
    umbrella = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="centers", verbose_name=_("belongs to")
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
        help_text=_("The center that continues this one's work, if this one has closed."),
    )
    description = HTMLField(_("description"), blank=True, help_text=_("Opens the center's own page."))
    logo = PictureField(
        _("logo"),
        upload_to=Unguessable("logos"),
        validators=[validate_picture],
        max_length=200,
        blank=True,
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#8a1f2b",
        validators=[validate_accent],
        help_text=_("As #8a1f2b."),
    )
    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_('Codes in order of importance, as ["en", "ar"].'),
    )
    disclaimer = ProseField(
        _("disclaimer"), blank=True, help_text=_("Stands under every article hosted here.")
    )
    is_default = models.BooleanField(
        _("stands at the root"),
        default=False,
        help_text=_("Its pages are those without a center in the address."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CenterQuerySet.as_manager()

    class Meta:
        verbose_name = _("center")
        verbose_name_plural = _("centers")
        ordering = ["-is_default", "position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="center_name_unique"),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="center_one_default"
            ),
            models.CheckConstraint(condition=~Q(umbrella=F("id")), name="center_not_its_own_umbrella"),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="center_not_its_own_successor"),
        ]
        indexes = [models.Index(fields=["folded"], name="center_folded")]

    def clean(self) -> None:
        for field in ("umbrella", "successor"):
            if self.pk and self.pk in chain_of(self, field):
                raise ValidationError({field: _("That would lead in a circle back to this center.")})

    def get_absolute_url(self) -> str:
        return reverse("center", args=[self.slug])

    @property
    def brand(self) -> str:
        """The name in the page's head: the short one where there is one."""
        return self.short_name or self.name

    @property
    def language(self) -> str:
        """The language of its menus: the first of its languages, English where none is given."""
        return self.languages[0] if self.languages else "en"


def chain_of(center: Center, field: str) -> list[int]:
    """Return the keys of the centers that the field leads to, one by one, up to the end or a circle."""
    met: list[int] = []
    key = getattr(center, f"{field}_id")
    while key and key not in met:
        met.append(key)
        key = Center.objects.values_list(f"{field}_id", flat=True).get(pk=key)
    return met


class CenterName(NameForm):
    """A former name of a center, its name in another language, or another spelling."""

    center = models.ForeignKey(Center, models.CASCADE, related_name="names")
    is_former = models.BooleanField(_("former"), default=False)
    until = PartialDateField(
        _("until"), blank=True, help_text=_("The last year, month or day of a former name.")
    )

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("former names and name forms")
        ordering = ["-until", "key"]
        constraints = [models.UniqueConstraint(fields=["center", "key"], name="center_name_form_unique")]
        indexes = [
            models.Index(fields=["key"], name="center_name_form_key"),
            models.Index(fields=["folded"], name="center_name_form_folded"),
        ]


class CenterPastSlug(PastSlug):
    """A slug under which a center's pages were found before."""

    center = models.ForeignKey(Center, models.CASCADE, related_name="past_slugs")

    class Meta:
        verbose_name = _("past slug")
        verbose_name_plural = _("past slugs")
        constraints = [models.UniqueConstraint(fields=["slug"], name="center_past_slug_unique")]


class MenuItem(models.Model):
    """One link of a center's chrome: main menu, featured terms beside it, or footer.

    An item leads to a term of the vocabulary or to an address; its label defaults to the term's name.
    """

    class Place(models.TextChoices):
        MAIN = "main", _("Main menu")
        FEATURED = "featured", _("Featured")
        FOOTER = "footer", _("Footer")

    center = models.ForeignKey(Center, models.CASCADE, related_name="menu_items")
    place = models.CharField(_("place"), max_length=8, choices=Place, default=Place.MAIN)
    label = LineField(_("label"), max_length=120, blank=True)
    url = models.CharField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("A path of this site (/articles/) or a whole address."),
    )
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("term")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        ordering = ["place", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(term=None) | Q(url=""), name="menu_item_leads_to_one_place"),
            models.CheckConstraint(
                condition=Q(term__isnull=False) | (~Q(url="") & ~Q(label="")),
                name="menu_item_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """What the link says."""
        return self.label or (self.term.name if self.term else "")

    @property
    def address(self) -> str:
        """Where the link leads."""
        return self.url or (self.term.get_absolute_url() if self.term else "")

    def clean(self) -> None:
        from_site = self.url.startswith("/") and not self.url.startswith("//")
        if self.url and not (from_site or self.url.startswith(("https://", "http://", "mailto:"))):
            raise ValidationError(
                {"url": _("Write a path that starts with / or an address that starts with https://.")}
            )
        if self.term and self.url:
            raise ValidationError({"url": _("Choose a term or an address, not both.")})
        if not self.term and not (self.url and self.label):
            raise ValidationError({"url": _("Choose a term, or write an address and a label.")})


class Newsletter(models.Model):
    """A newsletter of a center. Sources name it by its code."""

    center = models.ForeignKey(Center, models.CASCADE, related_name="newsletters")
    name = LineField(_("name"), max_length=200)
    code = models.CharField(
        _("code"), max_length=60, unique=True, help_text=_("As sources name it, for instance “ctw”.")
    )
    language = models.CharField(_("language"), max_length=35, default="en")
    url = models.URLField(_("where to subscribe"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Series(Named):
    """A standing series or blog of a center, such as a review or a column."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    center = models.ForeignKey(
        Center, models.PROTECT, null=True, blank=True, related_name="series", verbose_name=_("center")
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    description = HTMLField(_("description"), blank=True, help_text=_("Opens the series' own page."))

    objects = SeriesQuerySet.as_manager()

    folding = staticmethod(fold_title)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["key"], name="series_name_unique")]
        indexes = [models.Index(fields=["folded"], name="series_folded")]

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.slug])


class SeriesName(NameForm):
    """Another spelling of a series' name, or its name in another language."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="names")

    folding = staticmethod(fold_title)

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["series", "key"], name="series_name_form_unique")]
        indexes = [
            models.Index(fields=["key"], name="series_name_form_key"),
            models.Index(fields=["folded"], name="series_name_form_folded"),
        ]


class SeriesPastSlug(PastSlug):
    """A slug under which a series was found before."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="past_slugs")

    class Meta:
        verbose_name = _("past slug")
        verbose_name_plural = _("past slugs")
        constraints = [models.UniqueConstraint(fields=["slug"], name="series_past_slug_unique")]


class Membership(models.Model):
    """A user who works for a center: she sees its drafts, and changes its works as far as her roles allow."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    center = models.ForeignKey(
        Center, models.CASCADE, related_name="memberships", verbose_name=_("works for")
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("centers the user works for")
        ordering = ["center", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "center"], name="membership_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.center}"


class Preferences(models.Model):
    """How a user is written to, and by which clock she plans."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", verbose_name=_("user")
    )
    language = models.CharField(_("language of letters"), max_length=35, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.user)
