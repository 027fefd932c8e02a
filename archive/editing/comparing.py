"""What tells two cells, or two lists of rows, apart, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from archive.editing.sheets import ORDER, Cell, Row, bare, cleaned, is_html
from archive.text import differences
from archive.text.differences import Block, Piece


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: “same”, “gone”, “new”, “moved” or “changed”; its words; where it stands and stood."""

    kind: str
    pieces: list[Piece]
    place: int = 0
    former: int = 0

    @property
    def text(self) -> str:
        """The words, without what is gone of them."""
        return "".join(text for kind, text in self.pieces if kind != "gone")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field before and after: in pieces of text, in blocks of HTML, or as a list of lines."""

    pieces: list[Piece] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    is_empty: bool = False


def text(former: str, latter: str) -> Comparison:
    """Compare two texts."""
    return Comparison(pieces=differences.words(former, latter), is_empty=not (former or latter))


def html(former: str, latter: str) -> Comparison:
    """Compare two bodies of clean HTML."""
    return Comparison(blocks=differences.blocks(former, latter), is_empty=not (former or latter))


def rows(former: list[tuple[Any, str]], latter: list[tuple[Any, str]]) -> Comparison:
    """Compare two lists, each of keys and words; rows with one key, or with the same words, are one row."""
    partners: dict[int, int] = {}
    free = dict(enumerate(former))
    for match in (lambda a, b: bool(a[0]) and a[0] == b[0], lambda a, b: a[1] == b[1]):
        for place, row in enumerate(latter):
            if place not in partners:
                found = next((at for at, one in free.items() if match(one, row)), None)
                if found is not None:
                    partners[place] = found
                    del free[found]
    steady = _steady([partners[place] for place in sorted(partners)])
    lines = []
    for place, row in enumerate(latter):
        at = partners.get(place)
        if at is None:
            lines.append(Line("new", [("new", row[1])], place + 1))
            continue
        pieces = differences.words(former[at][1], row[1])
        kind = "changed" if former[at][1] != row[1] else "same" if at in steady else "moved"
        lines.append(Line(kind, pieces, place + 1, at + 1))
    lines += [Line("gone", [("gone", row[1])], former=at + 1) for at, row in free.items()]
    return Comparison(lines=lines, is_empty=not lines)


def _steady(places: list[int]) -> set[int]:
    """Return the places that need not move: the longest run that goes upward."""
    best: list[list[int]] = []
    for place in places:
        longest = max((run for run in best if run[-1] < place), key=len, default=[])
        best.append([*longest, place])
    return set(max(best, key=len, default=[]))


def compare(form: forms.BaseForm, name: str, former: Cell, latter: Cell) -> Comparison:
    """Compare two cells of a form."""
    if is_html(form, name):
        return html(*(cleaned("".join(one.get("", []))) for one in (former, latter)))
    return text(in_words(form, name, former), in_words(form, name, latter))


def compare_rows(formset: BaseInlineFormSet, former: list[Row], latter: list[Row]) -> Comparison:
    """Compare two lists of rows of a formset."""
    form = formset.empty_form
    return rows(
        *(
            [(row.key, row_in_words(form, row)) for row in some if not row.is_removed]
            for some in (former, latter)
        )
    )


def row_in_words(form: forms.BaseForm, row: Row) -> str:
    """Return what a row says."""
    said = (in_words(form, name, cell) for name, cell in row.cells.items() if name != ORDER)
    return " · ".join(filter(None, said))


def in_words(form: forms.BaseForm, name: str, cell: Cell) -> str:
    """Return what a cell says, as an editor reads it."""
    entry = form.fields[name]
    values = [value for some in cell.values() for value in some]
    if isinstance(entry, forms.FileField):
        return (
            {"-": _("no file")}.get(values[0], values[0].lstrip("+").rsplit("/", 1)[-1])
            if values
            else _("as it was")
        )
    if isinstance(entry, forms.BooleanField) and isinstance(bare(entry.widget), forms.CheckboxInput):
        return _("yes") if values else ""
    if isinstance(entry, forms.ModelChoiceField):
        known = entry.queryset.filter(pk__in=[one for one in values if one.isdigit()])
        return ", ".join(entry.label_from_instance(one) for one in known)
    if isinstance(entry, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in entry.choices}
        return ", ".join(labels.get(one, one) for one in values if one or one in labels)
    return " ".join(filter(None, values)).replace("\r\n", "\n")
