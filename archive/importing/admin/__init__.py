"""The admin pages of imports: runs and records to be read, names and conflicts to be decided."""

from archive.importing.admin import checks
from archive.importing.admin.conflicts import ConflictAdmin
from archive.importing.admin.names import OpenNameAdmin
from archive.importing.admin.runs import ImportedRecordAdmin, ImportRunAdmin

__all__ = ["ConflictAdmin", "ImportRunAdmin", "ImportedRecordAdmin", "OpenNameAdmin", "checks"]
