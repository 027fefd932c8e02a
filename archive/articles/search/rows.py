"""What the index keeps of one article, before an engine writes it in its own way."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any, NamedTuple

from pyroaring import BitMap


class Texts(NamedTuple):
    """A work's own texts as terms with single blanks between them.

    `marked` holds the title's under their marks (see `fields`), `telling` how much the body is about its
    words (see `salience`), `packed` what the engine makes of the body's terms. All of it is made where texts
    are analysed, which may be another process than the one that writes.
    """

    title: str
    deck: str
    marked: str
    telling: str
    packed: Any


class Known(NamedTuple):
    """A work as it was just written, which need not be read back: files by title, name and address."""

    title: str
    language: str
    outlet: int | None
    byline: list[tuple[str, int | None]]
    terms: list[int]
    files: list[tuple[str, str, str]]
    texts: Texts


@dataclass(slots=True)
class Row:
    """The terms of one article: its texts, and what is found under names, with single blanks between them.

    `marked` holds terms again under the mark of their field (see `fields`).
    """

    article: int
    names: str
    subjects: str
    files: str
    marked: str
    texts: Texts

    @property
    def head(self) -> tuple[str, ...]:
        """The fields that are searched beside the body, in the order of the columns."""
        return self.texts.title, self.names, self.subjects, self.texts.deck, self.files, self.marked


COLUMNS = ("article_id", "title", "names", "subjects", "deck", "files", "telling", "marked", "body")


def values_of(row: Row, *, marked: str, body: str) -> tuple[Any, ...]:
    """Return the values of the columns; of the two widest, what the engine keeps there."""
    return (
        row.article, row.texts.title, row.names, row.subjects, row.texts.deck, row.files, row.texts.telling,
        marked, body,
    )  # fmt: skip


def as_set(keys: str | None) -> BitMap:
    """Return keys that a database has written in one line, with commas between them, as a set."""
    return BitMap(array("I", map(int, keys.split(",")))) if keys else BitMap()
