"""The article and everything that belongs to one article alone."""

from __future__ import annotations

import math
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from archive.articles.querysets import ArticleQuerySet, TermLinkQuerySet
from archive.authority import NAME_LENGTH, Named, NameForm
from archive.centers.models import Center, Series
from archive.fields import DerivedField, HTMLField, LineField, ProseField
from archive.publication import Publication, Status
from archive.tags.models import Term
from archive.text.excerpts import WORDS_A_MINUTE, word_count
from archive.text.html import to_text
from archive.text.languages import direction
from authors.models import Author

validate_doi = RegexValidator(r"^10\.\d{4,9}/\S+$", _("Write the DOI alone, for instance 10.5555/12345678."))


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

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["key"], name="outlet_name_unique")]


class OutletName(NameForm):
    """Another spelling of an outlet's name."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["outlet", "key"], name="outlet_name_form_unique")]
        indexes = [models.Index(fields=["key"], name="outlet_name_form_key")]


class Article(Publication):
    """One work of the institution, in one language."""

    kind = models.ForeignKey(
        Kind, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("kind")
    )
    title = LineField(_("title"), max_length=2000)
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

    image = models.ImageField(
        _("picture"),
        upload_to="pictures/",
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
    image_caption = LineField(_("caption"), max_length=2000, blank=True)
    credit = LineField(_("credit"), max_length=500, blank=True, help_text=_("Whose photograph: “Getty”."))

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

    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-sort_date", "-pk"]
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
                name="article_published",
                condition=Q(status=Status.PUBLISHED),
            ),
            models.Index(fields=["doi"], name="article_doi", condition=~Q(doi="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.path])

    def make_path(self) -> str:
        """Return the article's place below /articles/: `2014/12/slug`, `2014/slug` or `undated/slug`."""
        date = self.published
        if date is None:
            return f"undated/{self.slug}"
        return f"{date.year:04}/{date.month:02}/{self.slug}" if date.month else f"{date.year:04}/{self.slug}"

    def clean(self) -> None:
        if Article.objects.filter(path=self.make_path()).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another article of that month has this slug; choose another.")})
        if self.translation_of and (self.translation_of == self or self.translation_of.translation_of_id):
            raise ValidationError(
                {"translation_of": _("Choose the original itself: this one is a translation.")}
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
        """The body, ready for a page: `HTMLField` cleaned it when it was saved."""
        return mark_safe(self.body)  # noqa: S308

    @property
    def reading_minutes(self) -> int:
        """How long the body takes to read, at least a minute."""
        return max(1, math.ceil(self.word_count / WORDS_A_MINUTE))

    @property
    def byline(self) -> list[BylineEntry]:
        """The names as printed, in printed order. One query, none where `for_card()` loaded them."""
        return list(self.byline_entries.all())

    @property
    def permalink(self) -> str:
        """The one address that is promised, a path of this site without a host center."""
        return self.get_absolute_url()


class ArticleCenter(models.Model):
    """A center that a work belongs to, in stored order.

    `is_implied` rows say that the primary center counts too, where a source did not list it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="center_links")
    center = models.ForeignKey(Center, models.PROTECT, related_name="article_links", verbose_name=_("center"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_implied = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("center")
        verbose_name_plural = _("centers")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "center"], name="article_center_unique")]

    def __str__(self) -> str:
        return str(self.center)


class BylineEntry(models.Model):
    """One name of a byline: as printed, and the person it means once that is decided."""

    class Role(models.TextChoices):
        AUTHOR = "", _("Author")
        SPEAKER = "speaker", _("Speaker")
        EDITOR = "editor", _("Editor")
        TRANSLATOR = "translator", _("Translator")
        INTERVIEWER = "interviewer", _("Interviewer")

    article = models.ForeignKey(Article, models.CASCADE, related_name="byline_entries")
    author = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="byline_entries", verbose_name=_("person")
    )
    name = LineField(_("name as printed"), max_length=NAME_LENGTH)
    role = models.CharField(_("role"), max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("byline entry")
        verbose_name_plural = _("byline")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                condition=Q(author__isnull=False),
                name="byline_names_a_person_once",
            )
        ]
        indexes = [models.Index(fields=["author", "article"], name="byline_author")]

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        """The role in words; an unknown code as it came."""
        return str(dict(self.Role.choices).get(self.role, self.role))


class ArticleTerm(ItemBase):
    """A term of a work, in stored order within its facet: django-taggit's through table."""

    content_object = models.ForeignKey(Article, models.CASCADE, related_name="term_links")
    tag = models.ForeignKey(Term, models.PROTECT, related_name="article_links", verbose_name=_("term"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = TermLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="article_term_unique")]
        indexes = [models.Index(fields=["tag", "content_object"], name="article_term_lookup")]

    def __str__(self) -> str:
        return str(self.tag)


class Attachment(models.Model):
    """A file that belongs to a work: kept here, or at an address."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments")
    title = LineField(_("title"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to="attachments/", max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(file="") | ~Q(url=""), name="attachment_is_somewhere")
        ]

    def __str__(self) -> str:
        return self.title or self.address.rsplit("/", 1)[-1]

    def clean(self) -> None:
        if not (self.file or self.url):
            raise ValidationError({"file": _("Choose a file, or write its address.")})

    @property
    def address(self) -> str:
        """Where the file is found."""
        return self.file.url if self.file else self.url


class Correction(models.Model):
    """A public, dated note on what was wrong and is now right."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    corrected_on = models.DateField(_("corrected on"))
    text = ProseField(_("text"), help_text=_("One sentence: what it said, what it says now."))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["corrected_on", "pk"]

    def __str__(self) -> str:
        return self.text


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


# Search keeps its tables in this app too; its module needs the classes above.
from archive.articles.search.models import IndexEntry, Spelling, SpellingPart  # noqa: E402, F401
