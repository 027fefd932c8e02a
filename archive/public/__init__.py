"""READERS: pages, filters, facets, the search page. Composes what the stacks hold and never writes.

May import the rooms below the counters (`text` to `articles`), never another counter.
"""
