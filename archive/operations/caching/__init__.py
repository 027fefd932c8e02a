"""Whole answers to readers, kept until what they show changes.

A page tells what it was made of (`archive.articles.shown`). `middleware.keep` stands before everything else:
it asks the log of changes for its version, one query, and hands out the kept answer if nothing in between
touches it. `asking` says under which key an answer is kept, `answers` what one is and how it is sent,
`journal` whether it is still right, `memory` and `shelves` where it stands: in the process, on the machine or
in Redis.
"""
