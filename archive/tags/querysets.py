"""Words for narrowing and ordering terms."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef

from archive.rights import SharedQuerySet


class TermQuerySet(SharedQuerySet):
    """Terms of the controlled vocabulary."""

    def in_facet(self, facet: str) -> TermQuerySet:
        """Narrow to one facet."""
        return self.filter(facet=facet)

    def under(self, term: models.Model) -> TermQuerySet:
        """Narrow to the term itself and everything below it in the tree."""
        return self.filter(ancestor_links__ancestor=term)

    def above(self, term: models.Model) -> TermQuerySet:
        """Narrow to what stands above the term, the root first."""
        return (
            self.filter(descendant_links__descendant=term)
            .exclude(pk=term.pk)
            .order_by("-descendant_links__depth")
        )

    def orphans(self) -> TermQuerySet:
        """Narrow to terms that no work carries, nor anything below them: their pages are empty."""
        links = self.model._meta.get_field("article_links").related_model.objects
        carried = links.filter(tag__ancestor_links__ancestor=OuterRef("pk"))
        return self.exclude(Exists(carried))

    def alphabetical(self) -> TermQuerySet:
        """Order by name."""
        return self.order_by("key", "pk")
