"""REDIRECTS: lists of old addresses, each line checked against our pages and followed to its end.

`lists` reads, `spool` holds the lines, `writing` decides and writes, `telling` says what became of them;
`running` is one import from beginning to end. May import: what its room may.
"""

from archive.importing.redirects.running import import_redirects
from archive.importing.redirects.telling import Teller

__all__ = ["Teller", "import_redirects"]
