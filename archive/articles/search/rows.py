"""What the index keeps of one article, before an engine writes it in its own way."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter


@dataclass(slots=True)
class Row:
    """The terms of one article, field by field, with single blanks between them.

    `marked` holds terms again under the mark of their field (see `fields`). `telling` is not searched: it
    says how much the body is about its words (see `ranking`).
    """

    article: int
    title: str
    names: str
    subjects: str
    deck: str
    files: str
    telling: str
    marked: str
    body: str

    @property
    def searched(self) -> tuple[str, ...]:
        """The fields that are searched, in the order of the columns."""
        return self.title, self.names, self.subjects, self.deck, self.files, self.marked, self.body


COLUMNS = tuple("article_id" if field.name == "article" else field.name for field in fields(Row))
values_of = attrgetter(*(field.name for field in fields(Row)))
