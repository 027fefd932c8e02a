"""From the cells of one row to a raw record: every key by its own rule, every doubt told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from archive.importing import headers
from archive.importing.headers import BIO, POSITION
from archive.importing.mapping import Mapping
from archive.importing.records import Reading
from archive.importing.sheets import bylines, cells, days, words
from archive.importing.sheets.facts import Facts
from archive.importing.sheets.layout import Field, Layout
from archive.text.addresses import is_safe_url
from archive.text.strings import matching_key

_TERMS = frozenset("centers topics regions programs projects collections".split())
_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")
_WITHOUT_SCHEME = re.compile(r"(?i)www\.[\w-]+(?:\.[\w-]+)+(?:/|$)")
_MAP_SPLIT = 'Say in a mapping where to part it: "{header}" = {{to = "{key}", split = ","}}'
_MAP_FORMAT = (
    'Say in a mapping which is meant: "{header}" = {{to = "published", format = "%d/%m/%Y"}} or "%m/%d/%Y"'
)
_MAP_STATE = 'Say in a mapping what it means: [values.state] "{value}" = "draft", or "" for what is shown'


class Row:
    """A row in work: `raw` grows key by key, faults go to `reading`."""

    def __init__(self, reading: Reading, mapping: Mapping, facts: Facts) -> None:
        self.reading, self.mapping, self.facts = reading, mapping, facts
        self.raw: dict[str, Any] = {}
        self._rules: dict[str, Callable[[Field, str], None]] = {
            "body": self._body,
            "published": self._published,
            "authors": self._authors,
            "attachments": self._attachments,
            "corrections": self._corrections,
            "language": self._language,
            "state": self._state,
            "type": self._type,
            "source": self._source,
            "url": self._address,
            "source_url": self._address,
            "primaryCenter": self._primary_center,
            "image": self._image,
            "id": self._id,
            "translation_of": self._id,
        } | dict.fromkeys(_TERMS, self._terms)

    def read(self, layout: Layout, row: Sequence[str]) -> dict[str, Any]:
        """Return what the row claims, with the mapping's constants where it claims nothing."""
        later = []
        for field in layout.fields:
            cell = cells.clean(row[field.index], words=field.key == "title") if field.index < len(row) else ""
            if cell in cells.ERRORS:
                self.reading.fault(
                    f"is an error of the spreadsheet in the column {_quoted(field)}; it was left empty",
                    field=field.key,
                    value=cell,
                    remedy="Mend the formula, or write the value",
                )
            elif cell and field.key in (POSITION, BIO):
                later.append((field, cell))
            elif cell:
                self._rules.get(field.key, self._text)(field, cell)
        for field, cell in later:
            self._of_authors(field, cell)
        for key, value in self.mapping.constants.items():
            if not self.raw.get(key):
                self.raw[key] = value
        self._body_from_deck()
        return self.raw

    def _set(self, key: str, value: Any) -> None:
        if value and not self.raw.get(key):
            self.raw[key] = value

    def _text(self, field: Field, cell: str) -> None:
        self._set(field.key, self.mapping.value(field.key, cells.text(cell)))

    def _id(self, field: Field, cell: str) -> None:
        whole = _WHOLE_NUMBER.fullmatch(cell)
        self._set(field.key, field.column.prefix + (whole[1] if whole else cell))

    def _body(self, field: Field, cell: str) -> None:
        self._set("body", cells.body(cell))

    def _body_from_deck(self) -> None:
        """Use the summary of a work without a text and without an outlet as its text, and say so."""
        if self.raw.get("body") or self.raw.get("source") or not self.raw.get("deck"):
            return
        self.raw["body"] = cells.body(self.raw.pop("deck"))
        self.reading.fault(
            "is missing; the summary became the text", field="body", remedy="Give the sheet a column of texts"
        )

    def _address(self, field: Field, cell: str) -> None:
        address = cell.split()[0]
        self._set(field.key, f"https://{address}" if _WITHOUT_SCHEME.match(address) else address)

    def _source(self, field: Field, cell: str) -> None:
        if is_safe_url(cell):
            self._set("source_url", cell)
        else:
            self._text(field, cell)

    def _image(self, field: Field, cell: str) -> None:
        self._set("image", next(iter(cells.files(cell)), {}).get("url"))

    def _type(self, field: Field, cell: str) -> None:
        if field.column.rank >= 0 and headers.is_plain(field.header) and self.facts.is_list(field):
            self._extend("topics", cells.values(cell))
            return
        if self.raw.get("type") or self.raw.get("type_label"):
            return
        first, *others = cells.values(cell) or [""]
        if others:
            self.reading.fault(
                f"has several values; the first was used, {', '.join(others)} left out",
                field="type",
                value=cell,
                remedy=f'Map the column to topics: {_quoted(field)} = "topics"',
            )
        code = self.mapping.value("type", first)
        self._set("type" if code != first or _CODE.fullmatch(code) else "type_label", code)

    def _language(self, field: Field, cell: str) -> None:
        named = self.mapping.value("language", cell)
        tag = cells.language(named) if named else ""
        if named and not tag:
            self.reading.fault(
                "is no language that is known by that name; it was left out",
                field="language",
                value=cell,
                remedy='Write its tag, such as "en", or map it: [values.language]',
            )
        self._set("language", tag)

    def _state(self, field: Field, cell: str) -> None:
        named = self.mapping.value("state", cell)
        state = cells.state(named) if named else words.SHOWN
        if state == words.UNKNOWN:
            state = "draft"
            self.reading.fault(
                "is a state of no known meaning; the article was held back as a draft",
                field="state",
                value=cell,
                remedy=_MAP_STATE.format(value=cell[:60]),
            )
        self._set("state", state)

    def _published(self, field: Field, cell: str) -> None:
        if cells.is_yes_or_no(cell) and not field.column.format:
            self._state(field, cell)
            return
        if self.raw.get("published"):
            return
        try:
            self.raw["published"] = self._day(field, self.mapping.value("published", cell))
        except days.Ambiguous as error:
            self.reading.fault(
                f"can be read as {error.readings[0]} or as {error.readings[1]}; "
                "the article was kept without a date",
                field="published",
                value=cell,
                remedy=_MAP_FORMAT.format(header=field.header),
            )
        except ValueError:
            given = field.column.format
            self.reading.fault(
                (f'is not a date of the form "{given}"' if given else "is not understood as a date")
                + "; the article was kept without one",
                field="published",
                value=cell,
                remedy="Write 2014-12-02, or give its format in a mapping",
            )

    def _day(self, field: Field, cell: str) -> str:
        try:
            return days.read(cell, given=field.column.format)
        except days.Ambiguous:
            return days.read(cell, order=self.facts.order(field))

    def _authors(self, field: Field, cell: str) -> None:
        cell = cells.text(cell)
        listed = cells.values(cell) if cell.startswith("[") else []
        if len(listed) > 1 or (listed and listed[0] != cell):
            names, doubtful = listed, False
        else:
            inverted = "," in cell and not field.column.split and self.facts.is_inverted(field)
            names, doubtful = bylines.people(cell, split=field.column.split, inverted=inverted)
        if doubtful:
            self.reading.fault(
                "can be one name or several; it was kept as one",
                field="authors",
                value=cell,
                remedy=f'Put ";" between names. {_MAP_SPLIT.format(header=field.header, key="authors")}',
            )
        byline = self.raw.setdefault("authors", [])
        before = {(matching_key(person["name"]), person.get("role", "")) for person in byline}
        for name in names:
            name = self.mapping.value("authors", name)
            if name and (matching_key(name), field.column.role) not in before:
                byline.append(
                    {"name": name, "role": field.column.role} if field.column.role else {"name": name}
                )

    def _of_authors(self, field: Field, cell: str) -> None:
        part = field.key.partition(".")[2]
        people = [person for person in self.raw.get("authors", ()) if not person.get("role")]
        told = [cell] if len(people) == 1 or part == "bio" else cells.values(cell, split=field.column.split)
        if len(people) == len(told):
            for person, value in zip(people, told, strict=True):
                person.setdefault(part, cells.body(value) if part == "bio" else cells.text(value))
        else:
            self.reading.fault(
                f"cannot be given to {len(people)} authors; it was left out",
                field=field.key,
                value=cell,
                remedy="Write one for each author, with the same signs between them",
            )

    def _terms(self, field: Field, cell: str) -> None:
        split = field.column.split
        found = cells.values(cell, split=split, commas=field.parts_at_commas)
        if not split and len(found) == 1 and re.search("[,，،]", found[0]):
            self.reading.fault(
                "has commas; it was kept as one",
                field=field.key,
                value=cell,
                remedy=f'Put ";" between values. {_MAP_SPLIT.format(header=field.header, key=field.key)}',
            )
        self._extend(field.key, found)

    def _extend(self, key: str, found: list[str]) -> None:
        kept = self.raw.setdefault(key, [])
        before = set(map(matching_key, kept))
        translated = (self.mapping.value(key, value) for value in found)
        kept.extend(value for value in translated if value and matching_key(value) not in before)

    def _primary_center(self, field: Field, cell: str) -> None:
        found = cells.values(cell)
        self._set("primaryCenter", self.mapping.value("primaryCenter", found[0]) if found else "")
        if len(found) > 1:
            self._extend("centers", found)

    def _attachments(self, field: Field, cell: str) -> None:
        self.raw.setdefault("attachments", []).extend(cells.files(cell, split=field.column.split))

    def _corrections(self, field: Field, cell: str) -> None:
        self.raw.setdefault("corrections", []).extend(cells.amendments(cell, split=field.column.split))


def _quoted(field: Field) -> str:
    return f'"{field.header[:60]}"'
