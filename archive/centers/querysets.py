"""Words for centers, and the chrome of one center in two queries."""

from __future__ import annotations

from django.db import models


class CenterQuerySet(models.QuerySet):
    """The centers of the institution."""

    def default(self) -> models.Model | None:
        """Return the center whose pages stand at the root of the site; None in an empty archive."""
        return self.select_related("umbrella", "successor").order_by("-is_default", "pk").first()

    def with_slug(self, slug: str) -> models.Model | None:
        """Return the center of this slug, ready to host a page; None if there is none."""
        return self.select_related("umbrella", "successor").filter(slug=slug).first()

    def in_order(self) -> CenterQuerySet:
        """Order as editors arranged them, the umbrella first."""
        return self.order_by("-is_default", "position", "key")

    def active(self) -> CenterQuerySet:
        """Narrow to centers that no other has succeeded."""
        return self.filter(successor=None)
