"""What hangs on one work, in stored order: centers, byline, terms, attachments, corrections."""

from __future__ import annotations

import mimetypes
import os

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from archive.articles.models.article import Article
from archive.articles.querysets import TermLinkQuerySet
from archive.authority import NAME_LENGTH
from archive.centers.models import Center
from archive.fields import LineField, ProseField
from archive.files import Unguessable, validate_attachment
from archive.tags.models import Term
from authors.models import Author


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
    file = models.FileField(
        _("file"),
        upload_to=Unguessable("attachments"),
        validators=[validate_attachment],
        max_length=200,
        blank=True,
    )
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

    @property
    def format(self) -> str:
        """What the file's name ends in, in capitals: "PDF"; "" where that is no format anybody knows."""
        name = self.file.name if self.file else self.url.partition("?")[0]
        return name.rpartition(".")[2].upper() if mimetypes.guess_type(name)[0] else ""

    @property
    def told_format(self) -> str:
        """The format where the title does not tell it already."""
        return "" if self.format.lower() in str(self).lower() else self.format

    @property
    def media_type(self) -> str:
        """The format as machines write it: "application/pdf"; "" where it is not known."""
        return mimetypes.guess_type(f"file.{self.format.lower()}")[0] or ""

    @property
    def size(self) -> int | None:
        """The bytes of a file on a disk of this machine; None elsewhere, where asking takes time."""
        try:
            return os.path.getsize(self.file.path) if self.file else None
        except (NotImplementedError, OSError):
            return None


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
