"""EDITORS: what spans models in the admin: preview, quality board, bulk change, review, charts.

May import the rooms below the counters (`text` to `articles`), never another counter.
"""
