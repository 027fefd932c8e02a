"""Freshness: what changed of what readers see, whatever changed it.

Triggers in the database write a row of `Change` with every change of a watched table, in the transaction that
makes it, so that no path of writing can forget: a form, an import, an undo, a merge, SQL in bulk. What a
process keeps in memory or in a cache it keeps under a `version()`; with `changes_since()` it learns what to
read anew.

    from archive import freshness

    version = freshness.version()                 # one query; equal means nothing has changed
    news = freshness.changes_since(version)       # None: too long ago, begin anew
    version, changed = news                       # {("article", 12), ("term", 3), ("day", 739577)}

Each room names its tables in its module `watched.py`. May import: nothing of ours.
"""

from archive.freshness.reading import changes_since, everything_changed, next_instant, version
from archive.freshness.staging import is_staged, staging
from archive.freshness.watching import Watch, watch

__all__ = [
    "Watch",
    "changes_since",
    "everything_changed",
    "is_staged",
    "next_instant",
    "staging",
    "version",
    "watch",
]
