"""OPERATORS: what keeps the site running: `serve`, `demo`, health pages, the headers of every answer.

May import the rooms below the counters (`text` to `articles`); reaches the other counters by command or URL
name only. Holds no rows.
"""
