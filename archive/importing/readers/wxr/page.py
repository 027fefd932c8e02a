"""What the parts of a body's conversion share: the item, what it refers to, its notes, and what was met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from archive.importing.readers.wxr.footnotes import Notes
from archive.importing.readers.wxr.lookup import ATTACHMENT, Lookup, Thing
from archive.importing.readers.wxr.markup import figure, image, link
from archive.importing.readers.wxr.paragraphs import paragraphs

DEEPEST = 4
"""How far reusable blocks may hold others."""


@dataclass(slots=True)
class Page:
    """One item whose content is made into HTML; the counters hold what is told at the end, by name."""

    number: str
    lookup: Lookup
    notes: Notes = field(default_factory=Notes)
    shortcodes: Counter[str] = field(default_factory=Counter)
    blocks: Counter[str] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    depth: int = 0

    def attachment(self, number: str) -> Thing | None:
        """Return the attachment of a number; one that the export lacks is remembered as missing."""
        number = number.strip()
        if not number.isdecimal():
            return None
        found = self.lookup.find(ATTACHMENT, number)
        if found is None and number not in self.missing:
            self.missing.append(number)
        return found

    def pictures(self, numbers: list[str]) -> str:
        """Return a figure for each of the attachments that the export has."""
        found = [self.attachment(number) for number in numbers[:500]]
        return "\n".join(figure_of(thing) for thing in found if thing)

    def own_pictures(self) -> str:
        """Return a figure for each picture that was uploaded to the item."""
        return "\n".join(figure_of(thing) for thing in self.lookup.children(self.number, pictures=True))


def figure_of(thing: Thing) -> str:
    """Return the figure of an attached picture, or a link to an attached document."""
    if not thing.is_picture:
        return f"<p>{link(thing.address, thing.title)}</p>"
    caption = paragraphs(thing.caption)
    if caption.count("<p>") == 1:
        caption = caption.removeprefix("<p>").removesuffix("</p>")
    return figure(image(thing.address, thing.alt), caption)
