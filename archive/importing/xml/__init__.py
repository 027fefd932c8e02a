"""XML that nobody trusts yet: the only way in which it enters.

Large files are cut into the elements that repeat in them (a post, an entry, a record) before anything is
parsed, so that memory stays flat and one broken element costs itself only; lxml parses each of them, with
entities off. A declaration of a document type or of entities is refused, whatever is in it.
"""

from archive.importing.xml.parsing import (
    XmlBroken,
    closing,
    element_of,
    mend_characters,
    namespaces_of,
    parse,
    skeleton,
)
from archive.importing.xml.pieces import SHOWN, Piece, Pieces
from archive.importing.xml.streams import XmlRefused, beginning, declares, refuse_declarations, root_of

__all__ = [
    "SHOWN",
    "Piece",
    "Pieces",
    "XmlBroken",
    "XmlRefused",
    "beginning",
    "closing",
    "declares",
    "element_of",
    "mend_characters",
    "namespaces_of",
    "parse",
    "refuse_declarations",
    "root_of",
    "skeleton",
]
