"""The vocabulary in which every counter asks for articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from archive.publication import PublicationQuerySet, Status
from archive.rights import ANY_CENTER, CORRECT, PUBLISH, center_keys, knows_all_centers, may
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

    def visible_to(self, user: Any) -> ArticleQuerySet:
        """Narrow to what the user may see at the desk.

        What readers see or saw, of all centers; drafts, works in review and scheduled ones of her own
        centers only, and those that she is asked to review.
        """
        if not may(user, self.model, "view", "change"):
            return self.none()
        if knows_all_centers(user):
            return self
        due = Q(publish_at=None) | Q(publish_at__lte=timezone.now())
        open_to_all = Q(status=Status.WITHDRAWN) | (Q(status=Status.PUBLISHED) & due)
        asked = self.model._meta.get_field("reviews").related_model.objects.under_way().filter(reviewer=user)
        return self.filter(open_to_all | self._of_own_centers(user) | Q(pk__in=asked.values("article")))

    def editable_by(self, user: Any) -> ArticleQuerySet:
        """Narrow to what the user may change: works of her centers; of none, what she began.

        Who may neither publish nor correct changes drafts only.
        """
        if not may(user, self.model, "change"):
            return self.none()
        works = self if user.has_perm(ANY_CENTER) else self.filter(self._of_own_centers(user))
        if user.has_perm(PUBLISH) or user.has_perm(CORRECT):
            return works
        return works.filter(status=Status.DRAFT)

    def waiting_for(self, user: Any) -> ArticleQuerySet:
        """Narrow to works in review whose next step is the user's.

        Those she is asked to review; where she may publish, those that nobody in particular is asked to
        review and those that are approved.
        """
        rounds = self.model._meta.get_field("reviews").related_model.objects.under_way()
        rounds = rounds.filter(article=OuterRef("pk")).order_by()
        mine = Q(Exists(rounds.filter(reviewer=user, decision="")))
        works = self.filter(status=Status.REVIEW)
        if not user.has_perm(PUBLISH):
            return works.visible_to(user).filter(mine)
        own = Q() if user.has_perm(ANY_CENTER) else self._of_own_centers(user)
        taken = Exists(rounds.filter(decision="", reviewer__isnull=False))
        return works.visible_to(user).filter(mine | (own & ~Q(taken)))

    def _of_own_centers(self, user: Any) -> Q:
        """The condition that the work is one of the user's centers', or began as hers and is of no center."""
        link = self.model._meta.get_field("center_links").related_model
        links = link.objects.filter(article=OuterRef("pk")).order_by()
        own = center_keys(user)
        shared = Exists(links.filter(center__in=own))
        homeless = Q(begun_by=user.pk) & ~Exists(links)
        return Q(primary_center__in=own) | (Q(primary_center=None) & (Q(shared) | homeless))

    def with_pictures_lacking_alt(self) -> ArticleQuerySet:
        """Narrow to works with a picture that has neither a description nor the mark “decorative”."""
        return self.filter(lacks_alt=True)

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


class OfWorksQuerySet(models.QuerySet):
    """Rows that belong to one work, or to none: whoever may see or change the work may see or change them."""

    def visible_to(self, user: Any) -> OfWorksQuerySet:
        """Narrow to rows whose work the user may see, and those of no work."""
        if not may(user, self.model, "view", "change"):
            return self.none()
        return self if knows_all_centers(user) else self._with_work("visible_to", user)

    def editable_by(self, user: Any) -> OfWorksQuerySet:
        """Narrow to rows whose work the user may change, and those of no work."""
        return self._with_work("editable_by", user) if may(user, self.model, "change") else self.none()

    def _with_work(self, word: str, user: Any) -> OfWorksQuerySet:
        works = self.model._meta.get_field("article").related_model.objects.filter(pk=OuterRef("article"))
        return self.filter(Q(article=None) | Exists(getattr(works, word)(user)))


class BodyLinkQuerySet(OfWorksQuerySet):
    """Links in bodies: where they lead, and which lead nowhere yet."""

    def visible_to(self, user: Any) -> BodyLinkQuerySet:
        """Narrow to links between works that the user may see both."""
        rows = super().visible_to(user)
        if knows_all_centers(user):
            return rows
        works = self.model._meta.get_field("target").related_model.objects.filter(pk=OuterRef("target"))
        return rows.filter(Q(target=None) | Exists(works.visible_to(user)))

    def waiting(self) -> BodyLinkQuerySet:
        """Narrow to links whose work is not here."""
        return self.filter(target=None)

    def shown(self) -> BodyLinkQuerySet:
        """Narrow to links that lead to what readers may see now; the others stay as they were written."""
        works = self.model._meta.get_field("target").related_model
        return self.filter(Exists(works.objects.published().filter(pk=OuterRef("target"))))


class ReviewQuerySet(OfWorksQuerySet):
    """Rounds of review."""

    def under_way(self) -> ReviewQuerySet:
        """Narrow to rounds that are not over."""
        return self.filter(is_open=True)


class HighlightQuerySet(OfWorksQuerySet):
    """What editors put forward on home pages."""

    def editable_by(self, user: Any) -> HighlightQuerySet:
        """Narrow to what the user's own centers put forward, whoever's work it is."""
        rows = self.visible_to(user) if may(user, self.model, "change") else self.none()
        return rows if user.has_perm(ANY_CENTER) else rows.filter(center__in=center_keys(user))

    def current(self) -> HighlightQuerySet:
        """Narrow to those whose days have come and are not over; of which works is another question."""
        today = timezone.now().date()
        begun = Q(from_day=None) | Q(from_day__lte=today)
        return self.filter(begun, Q(until_day=None) | Q(until_day__gte=today))


class LegacyAddressQuerySet(OfWorksQuerySet):
    """Addresses at former sites, found by digest."""

    def spelt(self, *addresses: str) -> LegacyAddressQuerySet:
        """Narrow to the rows of these normalised addresses, and those of their paths at any site.

        Two indexes answer, however many rows there are. The path of a mere root tells nothing.
        """
        paths = set(filter(None, map(path_of, addresses)))
        keys = {digest(address) for address in (*addresses, *paths)}
        return self.filter(Q(key__in=keys) | Q(path_key__in={digest(path) for path in paths}))
