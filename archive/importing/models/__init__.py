"""The rows of this room: runs, records and their evidence; what runs changed; what editors have to settle."""

from archive.importing.models.captures import Capture
from archive.importing.models.changes import Change, Conflict
from archive.importing.models.names import OpenName, Waiting
from archive.importing.models.runs import ImportedRecord, ImportRun, Outcome

__all__ = [
    "Capture",
    "Change",
    "Conflict",
    "ImportRun",
    "ImportedRecord",
    "OpenName",
    "Outcome",
    "Waiting",
]
