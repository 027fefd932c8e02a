"""What the index keeps of one article, before an engine writes it in its own way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Row:
    """The terms of one article. The fields weigh in this order."""

    article: int
    title: list[str]
    names: list[str]
    deck: list[str]
    body: str
    """Its terms with single blanks between them: analysed elsewhere, and too many to carry apart."""

    @property
    def fields(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """The four fields in the order of the columns."""
        return self.title, self.names, self.deck, self.body.split()
