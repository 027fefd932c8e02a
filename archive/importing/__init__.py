"""IMPORTING (counter of STAFF): the only place where files become rows.

A command opens a run; a reader yields records and faults; matching finds the authority records; saving
writes articles and remembers the source, the evidence and what was changed, so that it can be taken back.

Bytes to records: `sources`, `archives`, `readers`, `sheets`, `xml`, `mapping`, `claims`. Records to rows:
`preparing`, `matching`, `resolving`, `creating`, `updating`, `saving`, `media`, `journal`, in turn by
`running`. Afterwards: `undoing`, `reparsing`, `conflicts`, `reconciling`. Beside them `redirects`, and what
proves and keeps: `checking`, `fidelity`, `exporting`, `restoring`.

May import: every data room. Never: desk, public, syndication, operations.
"""
