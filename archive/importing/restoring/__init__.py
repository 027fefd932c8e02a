"""An export made into an archive again: checked whole before anything is written, then in one transaction.

Only an empty archive takes one. What comes in passes the same fields as everything else: bodies are cleaned,
addresses and names of files checked, and a line that refers to nothing stops the restore with a sentence.
"""

from archive.importing.restoring.faults import CannotRestore
from archive.importing.restoring.restore import Restored, restore
from archive.importing.restoring.telling import restore_for
from archive.importing.restoring.verifying import is_export

__all__ = ["CannotRestore", "Restored", "is_export", "restore", "restore_for"]
