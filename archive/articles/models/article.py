"""The article: one work, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from archive.articles.models.kinds import Kind, Outlet
from archive.articles.pictures import undescribed
from archive.articles.querysets import ArticleQuerySet
from archive.articles.rendering import render
from archive.centers.models import Center, Series
from archive.fields import DerivedField, DerivedFlag, HTMLField, LineField, ProseField
from archive.files import PictureField, Unguessable, validate_picture
from archive.publication import Publication, Status
from archive.text.excerpts import minutes_to_read, word_count
from archive.text.filing import KEY_LENGTH, filing_key
from archive.text.html import to_text
from archive.text.languages import direction
from authors.models import Author

if TYPE_CHECKING:
    from archive.articles.models.parts import BylineEntry

validate_doi = RegexValidator(r"^10\.\d{4,9}/\S+$", _("Write the DOI alone, for instance 10.5555/12345678."))


NEWEST = (F("sort_date").desc(), F("id").desc())
NARROWED = (
    models.Index("kind", *NEWEST, name="article_of_kind"),
    models.Index("primary_center", *NEWEST, "status", "publish_at", name="article_of_center"),
    models.Index("language", *NEWEST, name="article_in_language"),
    models.Index(
        "status", *NEWEST, "primary_center", name="article_unpublished", condition=~Q(status=Status.PUBLISHED)
    ),
    models.Index("updated_at", "id", name="article_changed"),
    models.Index(*NEWEST, "primary_center", name="article_lacks_alt", condition=Q(lacks_alt=True)),
    models.Index(*NEWEST, "primary_center", name="article_no_deck", condition=Q(deck="")),
    models.Index(
        *NEWEST,
        "primary_center",
        name="article_no_outlet_url",
        condition=~Q(outlet__isnull=True) & Q(outlet_url=""),
    ),
    models.Index(*NEWEST, "primary_center", name="article_unreviewed", condition=Q(reviewed_at__isnull=True)),
    models.Index(
        "image_rights_until", name="article_image_rights", condition=Q(image_rights_until__isnull=False)
    ),
)
"""What editors narrow the list of works to, newest first, and what the quality board counts."""


def permalink(path: str) -> str:
    """Return the address of the work that has this `path`."""
    return reverse("article", args=[path])


class Article(Publication):
    """One work of the institution, in one language."""

    kind = models.ForeignKey(
        Kind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("kind"),
        db_index=False,  # article_of_kind begins with it
    )
    title = LineField(_("title"), max_length=2000)
    title_key = DerivedField(derive="make_title_key", max_length=KEY_LENGTH, default="")
    deck = ProseField(
        _("deck"), blank=True, max_length=20_000, help_text=_("The sentence under the title and in lists.")
    )
    body = HTMLField(_("body"), blank=True)
    language = models.CharField(
        _("language"), max_length=35, default="en", help_text=_("BCP 47, for instance “ar”.")
    )
    slug = models.SlugField(
        _("slug"), max_length=80, help_text=_("Last word of the address; a changed one redirects.")
    )
    path = DerivedField(derive="make_path", max_length=100, unique=True)

    primary_center = models.ForeignKey(
        Center,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="primary_articles",
        verbose_name=_("primary center"),
        help_text=_("Whose work it is: named in the line above the title."),
        db_index=False,  # article_of_center begins with it
    )
    centers = models.ManyToManyField(
        Center, through="ArticleCenter", related_name="articles", verbose_name=_("centers")
    )
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("series")
    )
    authors = models.ManyToManyField(
        Author, through="BylineEntry", related_name="articles", verbose_name=_("authors")
    )
    terms = TaggableManager(through="ArticleTerm", blank=True, verbose_name=_("terms"))

    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("first published in"),
        help_text=_("The newspaper or journal where it first appeared, if not here."),
    )
    outlet_url = models.URLField(_("address there"), max_length=1000, blank=True)

    image = PictureField(
        _("picture"),
        upload_to=Unguessable("pictures"),
        validators=[validate_picture],
        max_length=200,
        blank=True,
        width_field="image_width",
        height_field="image_height",
    )
    image_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    image_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    image_alt = LineField(
        _("alternative text"),
        max_length=1000,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    image_is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Says nothing that the text does not say: those who cannot see it are not told of it."),
    )
    image_caption = LineField(_("caption"), max_length=2000, blank=True)
    credit = LineField(_("credit"), max_length=500, blank=True, help_text=_("Whose photograph: “Getty”."))
    image_rights_until = models.DateField(
        _("rights to the picture end on"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be shown. Empty: without end. The quality board warns."),
    )

    place = LineField(_("place"), max_length=300, blank=True, help_text=_("Where an event was held."))
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The original; all its translations refer to it."),
    )
    doi = models.CharField(_("DOI"), max_length=200, blank=True, validators=[validate_doi])
    english_newsletter = models.CharField(_("newsletter code"), max_length=200, blank=True)
    other_newsletter = models.CharField(_("newsletter code, other languages"), max_length=200, blank=True)
    center_affiliation = models.CharField(_("center affiliation code"), max_length=200, blank=True)
    program_affiliation = models.CharField(_("program affiliation code"), max_length=200, blank=True)

    lacks_alt = DerivedFlag(_("picture without description"), derive="is_lacking_alt", default=False)
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="begun_articles",
        verbose_name=_("begun by"),
        db_index=False,
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    reviewed_at = models.DateTimeField(_("first reviewed"), null=True, blank=True, editable=False)
    """When an editor first saved the work or marked it as seen; None for what an import brought till then."""

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-sort_date", "-pk"]
        permissions = [
            ("publish_article", _("Can publish, schedule and approve works")),
            ("withdraw_article", _("Can withdraw published works")),
            ("correct_article", _("Can change works that are in review or published")),
            ("see_any_draft", _("Can see the drafts of every center")),
            ("edit_any_center", _("Can work for every center")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(translation_of=F("id")), name="article_not_its_own_translation"
            ),
        ]
        indexes = [
            models.Index(F("sort_date").desc(), F("id").desc(), name="article_newest"),
            models.Index(
                F("sort_date").desc(),
                F("id").desc(),
                F("publish_at"),
                name="article_published",
                condition=Q(status=Status.PUBLISHED),
            ),
            models.Index(
                fields=["title_key", "id", "publish_at", "status"],
                name="article_titles",
                condition=Q(status=Status.PUBLISHED),
            ),
            models.Index(
                "series",
                "language",
                F("sort_date").desc(),
                F("id").desc(),
                name="article_in_series",
                condition=Q(status=Status.PUBLISHED),
            ),
            models.Index(fields=["doi"], name="article_doi", condition=~Q(doi="")),
            *NARROWED,
            models.Index(
                fields=["publish_at"],
                name="article_due",
                condition=Q(status=Status.PUBLISHED, publish_at__isnull=False),
            ),
            models.Index(fields=["begun_by"], name="article_begun", condition=Q(begun_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the permalink: the one address that is promised, without a host center."""
        return permalink(self.path)

    def make_title_key(self) -> str:
        """Return what the title is sorted by: without its opening article, in the order of its alphabet."""
        return filing_key(self.title, self.language)

    def make_path(self) -> str:
        """Return the article's place below /articles/: `2014/12/slug`, `2014/slug` or `undated/slug`."""
        date = self.published
        if date is None:
            return f"undated/{self.slug}"
        return f"{date.year:04}/{date.month:02}/{self.slug}" if date.month else f"{date.year:04}/{self.slug}"

    def is_lacking_alt(self) -> bool:
        """Whether a picture, above the title or in the body, says nothing to those who cannot see it."""
        lead = bool(self.image) and not (self.image_alt or self.image_is_decorative)
        return lead or bool(undescribed(self.body))

    def clean(self) -> None:
        if Article.objects.filter(path=self.make_path()).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another article of that month has this slug; choose another.")})
        if self.translation_of and (self.translation_of == self or self.translation_of.translation_of_id):
            raise ValidationError(
                {"translation_of": _("Choose the original itself: this one is a translation.")}
            )
        if self.pk and self.translation_of and self.translations.exists():
            raise ValidationError(
                {"translation_of": _("This work has translations of its own; give them the original first.")}
            )
        if self.status == Status.WITHDRAWN and not self.withdrawal_reason:
            raise ValidationError(
                {"withdrawal_reason": _("Say in a sentence why readers no longer find the work.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the number of words counted anew."""
        self.count_words()
        super().save(*args, **kwargs)

    def count_words(self) -> None:
        """Set `word_count` from the body."""
        self.word_count = word_count(to_text(self.body))

    @property
    def direction(self) -> str:
        """“rtl” or “ltr”, for the `dir` attribute."""
        return direction(self.language)

    @property
    def html(self) -> SafeString:
        """The body, ready for a page: `HTMLField` cleaned it when it was saved; see `rendering`."""
        return mark_safe(render(self.body, self.link_addresses, permalink(self.path)))  # noqa: S308

    @cached_property
    def link_addresses(self) -> dict[str, str]:
        """Where links of the body lead today, by their href: only to what readers may see.

        One query, none for a body without links; a page that knows them sets them beforehand.
        """
        if self.pk is None or "href=" not in self.body:
            return {}
        shown = self.body_links.shown().order_by().values_list("href", "target__path")
        return {href: permalink(path) for href, path in shown}

    @property
    def reading_minutes(self) -> int:
        """How long the body takes to read, as its language is read; 0 for a work without one."""
        return minutes_to_read(self.word_count, self.language)

    @property
    def byline(self) -> list[BylineEntry]:
        """The names as printed, in printed order. One query, none where `for_card()` loaded them."""
        loaded = getattr(self, "_prefetched_objects_cache", {}).get("byline_entries")
        return list(self.byline_entries.all() if loaded is None else loaded)
