"""All checks, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.importing.checking import addresses, imports, rows, storage, texts
from archive.importing.checking.findings import Findings


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it looks at, in words, and the function that yields what it finds.

    `thorough` checks take a setting: whether every body is read, or a sample.
    """

    words: str
    find: Callable[[], Findings] | None = None
    thorough: Callable[[bool], Findings] | None = None

    def run(self, *, bodies: bool) -> Findings:
        """Yield what the check finds."""
        if self.thorough:
            yield from self.thorough(bodies)
        elif self.find:
            yield from self.find()


CHECKS = (
    Check("columns that follow from others", rows.derived_columns),
    Check("lengths", rows.lengths),
    Check("slugs", rows.slugs),
    Check("the tree of terms", rows.ancestry),
    Check("translations", rows.translations),
    Check("dates", rows.dates),
    Check("past addresses", addresses.past_addresses),
    Check("legacy addresses", addresses.legacy_addresses),
    Check("links in bodies", addresses.body_links),
    Check("bodies and descriptions", thorough=texts.bodies),
    Check("the index of the search", texts.search_index),
    Check("files", storage.files),
    Check("evidence", storage.evidence),
    Check("imports", imports.runs),
    Check("imported records", imports.records),
)
