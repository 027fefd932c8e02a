"""MACHINES: feeds, sitemaps, exports of results, OAI-PMH, the read API.

Beside each list of works that readers have stand its feeds and its exports: the same works, narrowed by the
same filter, every one of them told from its one `Description`. Nothing here is ever written.
May import the rooms below the counters (`text` to `articles`), never another counter.
"""
