"""The parts of a page while its record is put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from archive.importing.readers.html.chrome import Weights
from archive.importing.readers.html.meta import Meta
from archive.importing.readers.html.tree import Addresses
from archive.importing.readers.html.witness import Witness


@dataclass(slots=True)
class Page:
    """A parsed page: its witnesses in the order of trust, the element that holds its body, its `<h1>`s.

    `found_at` is where it was found, "" where that is not known; `addresses` go by what it says then.
    """

    root: HtmlElement
    addresses: Addresses
    meta: Meta
    page_title: str
    language: str = ""
    witnesses: list[Witness] = field(default_factory=list)
    container: HtmlElement | None = None
    weights: Weights = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    found_at: str = ""
