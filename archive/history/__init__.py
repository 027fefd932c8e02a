"""HISTORY: what records were, who changed them, and how: kept whole, compared, put back.

A version is the whole record, its rows in their order included. A change that goes through

    from archive import history

    with history.keeping(works, by=user, action=Action.BULK, note="Topic “Ports” added"):
        ...                                   # change any of them, in any way; also delete

leaves one version for each record that is different afterwards and none for the others; what a record was
before its first version is kept with it. `keeping` nests, and makes the block one transaction. Where before
and after do not stand in one block, `remember` what was and let it `record` what is. Give both a few hundred
records at a time. Each room names its records in its module `kept.py` (`keep`); a room that changes records
without `keeping` them, as imports do, says there what it did (`tell`).

May import: `archive.text`, `archive.fields`, `archive.editing`, `archive.rights`.
"""

from archive.history.actions import Action
from archive.history.recording import Remembered, fingerprints, keeping, record, remember
from archive.history.registry import Event, Kept, keep, kept, tell

__all__ = [
    "Action",
    "Event",
    "Kept",
    "Remembered",
    "fingerprints",
    "keep",
    "keeping",
    "kept",
    "record",
    "remember",
    "tell",
]
