"""Words for centers and their series, and the chrome of one center in two queries."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from archive.rights import ANY_CENTER, SharedQuerySet, center_keys


class CenterQuerySet(SharedQuerySet):
    """The centers of the institution. Everybody at the desk sees them all."""

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

    def served_by(self, user: Any) -> CenterQuerySet:
        """Narrow to centers in whose name the user works: into these, and no others, she may put a work."""
        return self if user.has_perm(ANY_CENTER) else self.filter(pk__in=center_keys(user))

    def editable_by(self, user: Any) -> CenterQuerySet:
        """Narrow to centers whose names, menus and words the user may change: her own."""
        return super().editable_by(user).served_by(user)


class SeriesQuerySet(SharedQuerySet):
    """Series and blogs. Everybody at the desk sees them all."""

    def served_by(self, user: Any) -> SeriesQuerySet:
        """Narrow to series of the user's centers, and those of none: into these she may put a work."""
        own = Q(center=None) | Q(center__in=center_keys(user))
        return self if user.has_perm(ANY_CENTER) else self.filter(own)

    def editable_by(self, user: Any) -> SeriesQuerySet:
        """Narrow to series whose names and words the user may change: those she may put a work into."""
        return super().editable_by(user).served_by(user)
