"""The works of a page: all of them, or those of one choice."""

from __future__ import annotations

from dataclasses import dataclass

from pyroaring import BitMap

from archive.articles.sets.members import Sets


@dataclass(frozen=True, slots=True)
class Scope:
    """All published works, or those of one choice: `Scope("author", 12)`.

    The facets are `term` (with what stands below), `author`, `series`, and `house`, a center with those right
    below it.
    """

    facet: str = ""
    key: int = 0

    def members(self, sets: Sets) -> BitMap:
        """Return the works."""
        return sets.of(self.facet, self.key) if self.facet else sets.everything
