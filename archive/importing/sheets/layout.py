"""Where the header of a sheet stands, and what each of its columns holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.importing import headers
from archive.importing.headers import LISTS
from archive.importing.mapping import Column, Mapping

SEARCHED = 30
"""Rows that are not blank in which a header is looked for; titles and notes may stand before it."""

_LONGEST_HEADER = 200
_SHORT_HEADER = 80
_CONTENT = frozenset(("body", "published", "authors", "deck"))
_FORMAT_IN_HEADER = re.compile(
    r"[(\[（]\s*(d{1,2}|m{1,2}|y{4})([/.-])(d{1,2}|m{1,2}|y{4})\2(d{1,2}|m{1,2}|y{4})\s*[)\]）]"
)
_COMMA_LISTS = frozenset(
    map(headers.header_key, ("tag", "tags", "keyword", "keywords", "key words", "mots-clés", "теги", "метки"))
) | frozenset(
    map(headers.header_key, ("ключевые слова", "关键词", "关键字", "标签", "الكلمات المفتاحية", "الوسوم"))
)


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is read: its place from 0, its header, and what it holds."""

    index: int
    header: str
    column: Column

    @property
    def key(self) -> str:
        """The record's key."""
        return self.column.to

    @property
    def parts_at_commas(self) -> bool:
        """Whether the header is one of words that never hold a comma, such as "Tags"."""
        return headers.header_key(self.header) in _COMMA_LISTS


@dataclass(frozen=True, slots=True)
class Layout:
    """The header of a sheet: its words, the columns to read (the best of each key first), and the others."""

    header: tuple[str, ...]
    fields: tuple[Field, ...]
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the record that some column holds."""
        return frozenset(field.key for field in self.fields)

    @property
    def is_of_articles(self) -> bool:
        """Whether the columns are those of articles, not of people, terms or files."""
        titles = [field for field in self.fields if field.key == "title"]
        plain = all(headers.header_key(field.header) == "name" for field in titles)
        if titles and not plain:
            return len(self.keys) > 1
        return bool(self.keys & {"url", "id", "title"}) and len(self.keys & _CONTENT) > (1 if plain else 0)


def of_header(cells: Sequence[str], mapping: Mapping) -> Layout:
    """Return what the cells of a header say."""
    header = tuple(cell.strip()[:_LONGEST_HEADER] for cell in cells)
    while header and not header[-1]:
        header = header[:-1]
    fields, unknown = [], []
    for index, words in enumerate(header):
        column = mapping.column(words)
        if column is None and words:
            unknown.append(words)
        elif column is not None and column.to:
            fields.append(Field(index, words, _with_format(words, column)))
    given = {field.key for field in fields if field.column.rank < 0}
    unknown += [field.header for field in fields if field.column.rank >= 0 and field.key in given]
    fields = [field for field in fields if field.column.rank < 0 or field.key not in given]
    fields = _without_doubtful_kinds(fields)
    fields.sort(key=lambda field: (field.column.rank, field.index))
    return Layout(header, tuple(fields), tuple(unknown), tuple(_repeated(fields)))


def find(rows: Sequence[Sequence[str]], mapping: Mapping) -> tuple[int, Layout] | None:
    """Return the place of the header among the first rows, and its layout; None where none is known.

    It is the row that names most keys, two at least; one will do where it is the very first row.
    """
    best: tuple[int, Layout] | None = None
    looked = 0
    for place, cells in enumerate(rows):
        if not any(cell.strip() for cell in cells):
            continue
        looked += 1
        if looked > SEARCHED:
            break
        layout = of_header(cells, mapping) if _may_be_header(cells) else Layout((), ())
        needed = 1 if looked == 1 and layout.keys & {"title", "url", "body"} else 2
        if len(layout.keys) >= max(needed, len(best[1].keys) + 1 if best else 0):
            best = place, layout
    return best


def _may_be_header(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    long = sum(len(cell) > _SHORT_HEADER for cell in filled)
    return long * 4 <= len(filled)


def _with_format(header: str, column: Column) -> Column:
    """Return a column of dates with the format that its header tells: "Date (DD/MM/YYYY)"."""
    told = (
        _FORMAT_IN_HEADER.search(header.lower()) if column.to == "published" and not column.format else None
    )
    if told is None:
        return column
    signs = {"d": "%d", "m": "%m", "y": "%Y"}
    parts = [signs[told[place][0]] for place in (1, 3, 4)]
    return replace(column, format=told[2].join(parts)) if len(set(parts)) == 3 else column


def _without_doubtful_kinds(fields: list[Field]) -> list[Field]:
    """Return the fields with "Category" and its like as topics, where another column says the kind."""
    kinds = [field for field in fields if field.key == "type"]
    plain = [field for field in kinds if field.column.rank >= 0 and headers.is_plain(field.header)]
    if not plain or len(plain) == len(kinds):
        return fields
    return [
        replace(field, column=replace(field.column, to="topics")) if field in plain else field
        for field in fields
    ]


def _repeated(fields: list[Field]) -> list[str]:
    seen: set[str] = set()
    found = []
    for field in fields:
        key = headers.header_key(field.header)
        if key in seen and field.key not in LISTS:
            found.append(field.header)
        seen.add(key)
    return found
