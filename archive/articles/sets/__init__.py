"""SETS: which works each choice of each facet has, kept in memory as compressed bitmaps.

    from archive.articles import sets

    now = sets.current()                          # as fresh as the database; one query where nothing changed
    found = now.everything & now.of("kind", 3)    # keys of works, as a bitmap
    len(found)                                    # exact, in microseconds
    now.counts("topic", found)                    # {key of a term: number of works}
    now.newest(found, 0, 20)                      # the keys of a page, newest first

Only what readers may see at this instant is in them: the rows of `published()`, read through it. They follow
the log of changes (`archive.freshness`): what changed is read again, and nothing else. A process keeps some
4 MB for 100,000 works, and 80 MB for a million by 60,000 people: three quarters of that for the people.
"""

from archive.articles.sets.keeping import current, forget
from archive.articles.sets.members import Sets
from archive.articles.sets.scopes import Scope

__all__ = ["Scope", "Sets", "current", "forget"]
