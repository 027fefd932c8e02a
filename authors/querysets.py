"""Words for people and the positions they held."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from archive.rights import SharedQuerySet


class AuthorQuerySet(SharedQuerySet):
    """People who write, speak or edit."""

    def alphabetical(self) -> AuthorQuerySet:
        """Order as an index of names does: by sort name."""
        return self.order_by("sort_key", "pk")

    def at(self, center: models.Model) -> AuthorQuerySet:
        """Narrow to people who hold a position at the center now."""
        held = self.model._meta.get_field("affiliations").related_model.objects.current()
        return self.filter(pk__in=held.filter(center=center).values("author"))

    def lacking_bio(self) -> AuthorQuerySet:
        """Narrow to people whom works name and of whom nothing is told."""
        entries = self.model._meta.get_field("byline_entries").related_model.objects
        return self.filter(Exists(entries.filter(author=OuterRef("pk"))), bio="")

    def with_affiliations(self) -> AuthorQuerySet:
        """Load the positions with their centers, for author pages and “about the author”."""
        return self.prefetch_related("affiliations__center")


class AffiliationQuerySet(models.QuerySet):
    """Positions held, with their dates."""

    def current(self) -> AffiliationQuerySet:
        """Narrow to positions held today: begun, as far as that is known, and not over."""
        day = today()
        not_over = Q(to_date__in=["", day[:4], day[:7]]) | Q(to_date__gte=day)
        return self.filter(not_over, is_past=False, from_date__lte=day)


def today() -> str:
    """Return the day as partial dates are compared with it: 2014-12-02."""
    return timezone.now().date().isoformat()
