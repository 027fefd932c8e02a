"""IMPORTING (counter of STAFF): the only place where files become rows.

A command opens a run; a reader yields records and faults; matching finds the authority records; saving
writes articles and remembers the source. May import: every data room. Never: desk, public, syndication,
operations.
"""
