"""The vocabulary in which every counter asks for articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from archive.publication import PublicationQuerySet
from archive.text.addresses import digest, path_of

if TYPE_CHECKING:
    from archive.articles.models import Article
    from archive.centers.models import Center, Series
    from archive.tags.models import Term
    from authors.models import Author

CARD_FIELDS = (
    "title",
    "deck",
    "language",
    "path",
    "published_on",
    "published_precision",
    "sort_date",
    "translation_of",
    "kind__code",
    "kind__label",
    "primary_center__name",
    "primary_center__short_name",
    "primary_center__slug",
    "series__name",
    "series__slug",
)


class ArticleQuerySet(PublicationQuerySet):
    """Articles: narrow, order, shape for a use."""

    def by(self, *authors: Author) -> ArticleQuerySet:
        """Narrow to works that name one of the people, in whatever role."""
        return self.filter(pk__in=self._links("byline_entries", "article", author__in=authors))

    def from_center(self, center: Center) -> ArticleQuerySet:
        """Narrow to what a center's pages show; an umbrella's are its own works and those of its centers."""
        family = center._meta.model.objects.filter(Q(pk=center.pk) | Q(umbrella=center)).values("pk")
        return self.filter(pk__in=self._links("center_links", "article", center__in=family))

    def linked_to(self, *centers: Center) -> ArticleQuerySet:
        """Narrow to works that belong to one of the centers themselves, whatever stands below them."""
        return self.filter(pk__in=self._links("center_links", "article", center__in=centers))

    def tagged(self, *terms: Term) -> ArticleQuerySet:
        """Narrow to works that carry one of the terms, or one that stands below it in the tree."""
        links = self._links("term_links", "content_object", tag__ancestor_links__ancestor__in=terms)
        return self.filter(pk__in=links)

    def in_series(self, *series: Series) -> ArticleQuerySet:
        """Narrow to works of one of the series."""
        return self.filter(series__in=series)

    def in_languages(self, *tags: str) -> ArticleQuerySet:
        """Narrow to works written in one of the languages (BCP 47, as stored)."""
        return self.filter(language__in=tags)

    def translations_of(self, article: Article) -> ArticleQuerySet:
        """Narrow to the same work in other languages."""
        original = article.translation_of_id or article.pk
        return self.filter(Q(pk=original) | Q(translation_of=original)).exclude(pk=article.pk)

    def apart_from(self, article: Article) -> ArticleQuerySet:
        """Leave a work out in all its languages."""
        original = article.translation_of_id or article.pk
        return self.exclude(pk__in=[article.pk, original]).exclude(translation_of=original)

    def by_title(self) -> ArticleQuerySet:
        """Order by title, as an alphabet has it: Latin, then Cyrillic, Arabic, Chinese, and the rest."""
        return self.order_by("title_key", "pk")

    def for_card(self) -> ArticleQuerySet:
        """Load what a card shows and nothing more, bylines in printed order included (one further query)."""
        return self.only(*CARD_FIELDS).select_related("kind", "primary_center", "series").with_byline()

    def for_page(self) -> ArticleQuerySet:
        """Load the work itself, for its page."""
        return self.select_related("kind", "primary_center", "series", "outlet")

    def with_byline(self) -> ArticleQuerySet:
        """Load the bylines in printed order with the people they mean."""
        entry = self.model._meta.get_field("byline_entries").related_model
        entries = entry.objects.select_related("author").only(
            "article_id", "name", "role", "position", "author__name", "author__slug"
        )
        return self.prefetch_related(Prefetch("byline_entries", entries))

    def reindex(self) -> int:
        """Renew what search knows of these works, after a name they carry has changed; return how many."""
        from archive.articles import search

        return search.index(self)

    def _links(self, accessor: str, owner: str, **condition: object) -> models.QuerySet:
        """The articles' ids in a link table, as a subquery: no join, so no row is ever doubled."""
        link = self.model._meta.get_field(accessor).related_model
        return link.objects.filter(**condition).order_by().values(owner)


class TermLinkQuerySet(models.QuerySet):
    """Links from works to the terms they carry."""

    def under(self, term: Term) -> TermLinkQuerySet:
        """Narrow to links to the term and to everything below it in the tree."""
        return self.filter(tag__ancestor_links__ancestor=term)

    def reindex(self) -> int:
        """Renew what search knows of the works, after a name of a term has changed; return how many."""
        from archive.articles import search

        return search.index(set(self.values_list("content_object", flat=True)))


class BodyLinkQuerySet(models.QuerySet):
    """Links in bodies: where they lead, and which lead nowhere yet."""

    def waiting(self) -> BodyLinkQuerySet:
        """Narrow to links whose work is not here."""
        return self.filter(target=None)

    def shown(self) -> BodyLinkQuerySet:
        """Narrow to links that lead to what readers may see now; the others stay as they were written."""
        works = self.model._meta.get_field("target").related_model
        return self.filter(Exists(works.objects.published().filter(pk=OuterRef("target"))))


class HighlightQuerySet(models.QuerySet):
    """What editors put forward on home pages."""

    def current(self) -> HighlightQuerySet:
        """Narrow to those whose days have come and are not over; of which works is another question."""
        today = timezone.now().date()
        begun = Q(from_day=None) | Q(from_day__lte=today)
        return self.filter(begun, Q(until_day=None) | Q(until_day__gte=today))


class LegacyAddressQuerySet(models.QuerySet):
    """Addresses at former sites, found by digest."""

    def spelt(self, *addresses: str) -> LegacyAddressQuerySet:
        """Narrow to the rows of these normalised addresses, and those of their paths at any site.

        Two indexes answer, however many rows there are. The path of a mere root tells nothing.
        """
        paths = set(filter(None, map(path_of, addresses)))
        keys = {digest(address) for address in (*addresses, *paths)}
        return self.filter(Q(key__in=keys) | Q(path_key__in={digest(path) for path in paths}))
