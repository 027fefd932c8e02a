"""ARTICLES: the works: byline, kind, outlet, terms, attachments, corrections, addresses, facets, search.

Lives here: everything that describes one work, and what several counters ask of many works (facet counts,
pages of a list, search). May import: every room below (text to authors).
"""
