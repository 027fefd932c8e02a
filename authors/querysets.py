"""Words for people and the positions they held."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AuthorQuerySet(models.QuerySet):
    """People who write, speak or edit."""

    def alphabetical(self) -> AuthorQuerySet:
        """Order as an index of names does: by sort name."""
        return self.order_by("sort_key", "pk")

    def at(self, center: models.Model) -> AuthorQuerySet:
        """Narrow to people who hold a position at the center now."""
        held = self.model._meta.get_field("affiliations").related_model.objects.current()
        return self.filter(pk__in=held.filter(center=center).values("author"))

    def with_affiliations(self) -> AuthorQuerySet:
        """Load the positions with their centers, for author pages and “about the author”."""
        return self.prefetch_related("affiliations__center")


class AffiliationQuerySet(models.QuerySet):
    """Positions held, with their dates."""

    def current(self, day: dt.date | None = None) -> AffiliationQuerySet:
        """Narrow to positions held on the day (today if none is given)."""
        today = (day or timezone.now().date()).isoformat()
        not_over = Q(to_date__in=["", today[:4], today[:7]]) | Q(to_date__gte=today)
        return self.filter(not_over, is_past=False)
