"""One process's sets: begun from the snapshot that another left, or from the database; then kept fresh."""

from __future__ import annotations

from threading import Lock

from django.db import router
from pyroaring import BitMap

from archive import freshness
from archive.articles.models import Article
from archive.articles.sets import reading, snapshots
from archive.articles.sets.members import Sets
from archive.articles.sets.names import Names

NAMED = {"kind", "series", "center", "term", "tree"}
"""The kinds of changes after which names, or the tree, are read again."""

_kept: dict[str, Sets] = {}
_one_at_a_time = Lock()


def current() -> Sets:
    """Return the sets as of now, of the database that readers are answered from.

    One query where nothing has changed since they were asked for last; a process's first question may read
    everything.
    """
    using = router.db_for_read(Article)
    sets = _kept.get(using)
    if freshness.is_staged():  # a preview: what it reads is taken back, and nothing of it is kept
        return sets or reading.everything(freshness.version(using), using)
    if sets is not None:
        sets = _brought_up_to_date(sets, using)
    if sets is None:
        with _one_at_a_time:
            begun = _kept.get(using) or snapshots.load(using)
            sets = begun and _brought_up_to_date(begun, using)
            if sets is None:
                sets = reading.everything(freshness.version(using), using)
                snapshots.save(sets, using)
            _kept[using] = sets
    return sets


def forget() -> None:
    """Forget everything that is kept; the next question begins anew."""
    _kept.clear()


def _brought_up_to_date(sets: Sets, using: str) -> Sets | None:
    """Return the sets with what has changed read again; None where that is too long ago to be told."""
    news = freshness.changes_since(sets.version, using)
    if news is None:
        return None
    version, changed = news
    if version == sets.version:
        return sets
    works = BitMap([key for kind, key in changed if kind == "article"])
    people = {key for kind, key in changed if kind == "author"}
    if 2 * len(works) > len(sets.everything) + reading.AT_ONCE:
        return None
    names = sets.names
    if not NAMED.isdisjoint(kind for kind, _key in changed):
        names = Names.read(using)
    else:
        names = names.without_people(people)
    fresh = reading.some(version, works, names, using)
    sets = sets.with_changes(version, works, fresh, names)
    _kept[using] = sets
    snapshots.save_now_and_then(sets, using, len(works))
    return sets
