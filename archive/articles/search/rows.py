"""What the index keeps of one article, before an engine writes it in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Body:
    """A body's terms with single blanks between them, and how much it is about its words (see `salience`).

    `packed` is what the engine makes of the terms. All of it is made where texts are analysed, which may be
    another process than the one that writes.
    """

    terms: str
    telling: str
    packed: Any


@dataclass(slots=True)
class Row:
    """The terms of one article, field by field, with single blanks between them.

    `marked` holds terms again under the mark of their field (see `fields`).
    """

    article: int
    title: str
    names: str
    subjects: str
    deck: str
    files: str
    marked: str
    body: Body

    @property
    def head(self) -> tuple[str, ...]:
        """The fields that are searched beside the body, in the order of the columns."""
        return self.title, self.names, self.subjects, self.deck, self.files, self.marked


COLUMNS = ("article_id", "title", "names", "subjects", "deck", "files", "telling", "marked", "body")


def values_of(row: Row, *, marked: str, body: str) -> tuple[Any, ...]:
    """Return the values of the columns; of the two widest, what the engine keeps there."""
    return (
        row.article, row.title, row.names, row.subjects, row.deck, row.files, row.body.telling, marked, body
    )  # fmt: skip
