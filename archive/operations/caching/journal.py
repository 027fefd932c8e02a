"""What one process has learnt of changes, so that each is read once and not for every kept answer."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock

from archive import freshness
from archive.articles.shown import Facts, Shown, facts_of, touched

MOST_STEPS = 500
MOST_CHANGES = 2_000
"""Changes at once after which nobody looks any more what each of them is: everything counts as touched."""
ARTICLE = "article"

Changes = tuple[frozenset[tuple[str, int]], tuple[Facts, ...]]


class Journal:
    """The versions that this process has met, in their order, and what changed from each to the next."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.steps: list[Changes | None] = []
        self.versions: dict[str, int] = {}
        self.latest = ""

    def is_right(self, shown: Shown, version: str, now: str) -> bool:
        """Whether what was made under a version is right now: nothing that it shows has changed since.

        Costs no query where the two are one, or where both are known; else those that tell the changes.
        """
        if version == now:
            return True
        with self.lock:
            self._learn(now)
            known = self.versions.get(version)
            steps = None if known is None else self.steps[known:]
        if steps is None:
            steps = [self._between(version)[1]]
        return not any(step is None or touched(shown, *step) for step in steps)

    def _learn(self, now: str) -> None:
        """Write down what has changed since this process last asked."""
        if now in self.versions:
            return
        if not self.latest or len(self.steps) >= MOST_STEPS:
            self.steps, self.versions, self.latest = [], {now: 0}, now
            return
        version, changes = self._between(self.latest)
        self.steps.append(changes)
        self.versions.setdefault(now, len(self.steps) - 1)  # more may have changed since it was asked for
        self.versions[version] = len(self.steps)
        self.latest = version

    def _between(self, version: str) -> tuple[str, Changes | None]:
        """Return the version now and what has changed since another; None where that is not known."""
        news = freshness.changes_since(version)
        if news is None:
            return freshness.version(), None
        now, changes = news
        if len(changes) > MOST_CHANGES:
            return now, None
        return now, _looked_up(changes)


def _looked_up(changes: Collection[tuple[str, int]]) -> Changes:
    works = [key for kind, key in changes if kind == ARTICLE]
    return frozenset(changes), tuple(facts_of(works)) if works else ()
