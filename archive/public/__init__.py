"""READERS: pages, filters, facets, the search page. Composes what the stacks hold and never writes.

One thing it does write: the list of addresses that readers asked for in vain (`missing`), through the room of
articles. May import the rooms below the counters (`text` to `articles`), never another counter.
"""
