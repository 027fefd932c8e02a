"""SEARCH: the words of works, made comparable in one analysis and kept by two engines with the same hits.

    found = find(q, sets.everything, sets)  # for readers
    found.works              # all hits, as a set
    hits = search(q, Article.objects.visible_to(user))
    hits.queryset            # narrows, counts, orders
    hits.by_relevance()      # keys, the best first
    hits.excerpts(page)      # {key: safe HTML with <mark>}
    hits.mark(title, "en")   # safe HTML with <mark>
    hits.words               # what was understood; hits.query.ignored what was not
    hits.within(others)      # the same question among other works, without asking the index again
    suggest(q)               # "did you mean", or None

    index(articles), unindex(articles), rebuild()
    analyse(title, deck, html, "en")   # for who indexes many and analyses them ahead

Lives here: analysis, query, excerpts, spellings (all but the last pure functions), the index and its engines.
May import: what its room may.
"""

from archive.articles.search.hits import Found, Hits, find, search
from archive.articles.search.index import analyse, index, rebuild, unindex
from archive.articles.search.mending import suggest
from archive.articles.search.rows import Known, Texts

__all__ = [
    "Found",
    "Hits",
    "Known",
    "Texts",
    "analyse",
    "find",
    "index",
    "rebuild",
    "search",
    "suggest",
    "unindex",
]
