"""Citations of a work, each made from its `Description` and nothing else.

The processor is citeproc-py, the styles beside this file are written for it: it does not carry out all that
the large styles of the CSL repository ask for, and would print from them what their manuals forbid.
"""

from archive.articles.citing.bibtex import bibtex
from archive.articles.citing.items import csl
from archive.articles.citing.ris import ris
from archive.articles.citing.styling import STYLES, styled

__all__ = ["STYLES", "bibtex", "csl", "ris", "styled"]
