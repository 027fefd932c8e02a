"""Whether the archive holds what it says it holds: each check reads, says what is wrong, and mends nothing.

Checks read in batches, with a fixed number of queries for each; memory does not grow with the archive, apart
from the names of its files.
"""

from archive.importing.checking.checks import CHECKS, Check
from archive.importing.checking.findings import Finding

__all__ = ["CHECKS", "Check", "Finding"]
