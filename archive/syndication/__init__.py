"""MACHINES: feeds, sitemaps, JSON-LD, citations, OAI-PMH, the read API, exports.

May import the rooms below the counters (`text` to `articles`), never another counter.
"""
