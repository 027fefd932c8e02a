"""The whole archive as files, and its digest: what `export_content` writes and `restoring` reads.

`records.jsonl` holds every work in the record format; the rest stands beside it under natural names: no
primary key, and no time but in `history/`. So two archives that hold the same are written alike, whatever
their numbers, and on whichever database. `inventory` says what is exported; a new column is, by itself.
"""

from archive.importing.exporting.writing import CannotExport, Exported, digest, export

__all__ = ["CannotExport", "Exported", "digest", "export"]
