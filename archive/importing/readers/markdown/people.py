"""Who and what front matter names: authors, topics and outlets, by name, by slug, or as objects.

Names that come from look-up files are part of a reading's context, so that its bytes alone can be read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from archive.importing.claims import MOST_AUTHORS, MOST_TERMS
from archive.importing.readers.markdown import body
from archive.importing.readers.markdown.site import Entry, Site, canonical
from archive.text import html

_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_WORDED_SLUG = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+")
_AND = re.compile(r"\s*;\s*|\s+(?:and|&|und|et|y)\s+")
_NAMES = ("displayname", "name", "fullname", "title", "label", "authorname")
_POSITIONS = ("position", "jobtitle", "job", "role", "occupation")
_BODIES = (
    "agencyfullname",
    "organization",
    "organisation",
    "affiliation",
    "company",
    "institution",
    "agency",
    "employer",
)
_BIOS = ("bio", "biography", "about", "description", "summary")
_PARTICLES = frozenset("de der den del della di da du la le van von und y bin ibn el zu ter".split())
_LOOKED_UP = 120


@dataclass(slots=True)
class Names:
    """Turns what is written in front matter into names; remembers what look-up files said.

    `known` is what an earlier reading of the same bytes found, or None to ask the `site`.
    """

    site: Site
    known: dict[str, Any] | None = None
    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: dict[str, list[str]] = field(default_factory=dict)

    def context(self) -> dict[str, Any]:
        """Return what another reading of the same bytes has to know."""
        if self.known is not None:
            return self.known
        return {**self.found, "folders": [kind for kind in ("authors", "topics") if self.site.has(kind)]}

    def people(self, value: Any) -> list[Any]:
        """Return the byline as a record has it, from names, slugs, objects or a mixture."""
        items = (
            value if isinstance(value, list) else self._split(value) if isinstance(value, str) else [value]
        )
        return (
            items
            if len(items) > MOST_AUTHORS
            else [self._person(item) for item in items if item not in ("", None)]
        )

    def terms(self, value: Any) -> list[Any]:
        """Return the names of topics."""
        items = listed(value)
        if len(items) > MOST_TERMS:
            return items
        names = [self._named("topics", item) if isinstance(item, str) else _name_in(item) for item in items]
        return list(dict.fromkeys(name for name in names if name))

    def outlet(self, value: str) -> str:
        """Return the name of the outlet of a slug; a name as it stands."""
        entry = self._ask("sources", value)
        return _name_of(entry) or value if entry else value

    def _split(self, value: str) -> list[str]:
        """Return the names in one text: "A and B", "A; B", "A, B" unless that is one name."""
        if len(value) > 10_000 or self._ask("authors", value):
            return [value]
        names = [part for part in _AND.split(value) if part]
        parts = []
        for name in names:
            pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
            several = len(pieces) > 2 or all(" " in piece or self._ask("authors", piece) for piece in pieces)
            parts += (
                pieces if len(pieces) > 1 and several and all(len(piece) > 3 for piece in pieces) else [name]
            )
        return parts

    def _person(self, item: Any) -> Any:
        if isinstance(item, str):
            item = item.strip()
            entry = self._ask("authors", item)
            return (
                {**entry, "name": entry.get("name") or self._spelled("authors", item)}
                if entry
                else self._spelled("authors", item)
            )
        if not isinstance(item, dict):
            return item
        entry = {canonical(key): value for key, value in item.items()}
        person = _person_of(entry)
        if not person.get("name"):
            slug = next(
                (one for key in ("slug", "id", "key", "author") if isinstance(one := entry.get(key), str)), ""
            )
            return self._person(slug) if slug else item
        return person

    def _named(self, kind: str, value: str) -> str:
        entry = self._ask(kind, value.strip())
        return (_name_of(entry) if entry else "") or self._spelled(kind, value.strip())

    def _spelled(self, kind: str, value: str) -> str:
        """Return a slug that has no file as a name: "jane-doe" is "Jane Doe", "open-data" "Open data"."""
        if not _WORDED_SLUG.fullmatch(value) and not (
            _SLUG.fullmatch(value) and value.isalpha() and self._has(kind)
        ):
            return value
        if not (value.islower() or "_" in value or value[1:].islower()):
            return value  # "Brandt-Okafor", "COVID-19"
        words = re.sub(r"[-_]+", " ", value)
        name = words[:1].upper() + words[1:]
        if kind == "authors":
            name = " ".join(word if word in _PARTICLES else word.title() for word in name.split())
        self.made.setdefault(kind, []).append(f"{value} ({name})")
        return name

    def _has(self, kind: str) -> bool:
        folders = self.known.get("folders") if self.known is not None else None
        return kind in folders if isinstance(folders, list) else self.known is None and self.site.has(kind)

    def _ask(self, kind: str, value: str) -> dict[str, Any] | None:
        """Return what is known under a slug, in the record's own words."""
        if not value or len(value) > _LOOKED_UP:
            return None
        if self.known is not None:
            of_kind = self.known.get(kind)
            entry = of_kind.get(value) if isinstance(of_kind, dict) else None
            return entry if isinstance(entry, dict) else None
        if value not in self.found.get(kind, {}):
            entry = self.site.look_up(kind, value)
            if entry is None:
                return None
            said = _person_of(entry) if kind == "authors" else {"name": _name_in(entry)}
            self.found.setdefault(kind, {})[value] = said
        return self.found[kind][value]


def listed(value: Any) -> list[Any]:
    """Return the items of a list, of lists in a list, or of a text with commas or semicolons."""
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[,;]", value) if part.strip()]
    if isinstance(value, list):
        flat: list[Any] = []
        for item in value:
            flat += item if isinstance(item, list) else [item]
        return flat
    return [value] if value else []


def host_of(address: str) -> str:
    """Return the host of an address without "www."; "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def line_of(value: Any) -> str:
    """Return one line of plain text from a value that may hold entities, HTML or Markdown."""
    if not isinstance(value, str):
        return ""
    if len(value) > 20_000 or not re.search(r"[&<*_`\[\\]", value):
        return value
    try:
        return html.to_text(f"<p>{body.inline(value)}</p>").replace("\n", " ")
    except html.HtmlRefused:
        return value


def _person_of(entry: Entry) -> dict[str, str]:
    """Return name, position and bio of an entry in the record's words; empty ones are left out."""
    position = _first(entry, _POSITIONS)
    organisation = _first(entry, _BODIES)
    held = f"{position}, {organisation}" if position and organisation and organisation not in position else ""
    text = entry.get("body") or _first(entry, _BIOS)
    bio = body.render(text, str).html.strip() if isinstance(text, str) and 0 < len(text) < 20_000 else ""
    person = {"name": _name_in(entry), "position": held or position or organisation, "bio": bio}
    return {key: value for key, value in person.items() if value}


def _name_of(entry: dict[str, Any] | None) -> str:
    return str(entry.get("name") or "") if entry else ""


def _name_in(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    entry = {canonical(key): value for key, value in entry.items()}
    parts = " ".join(filter(None, (_first(entry, ("firstname",)), _first(entry, ("lastname",)))))
    return line_of(_first(entry, _NAMES[:3]) or parts or _first(entry, _NAMES[3:]))


def _first(entry: Entry, keys: tuple[str, ...]) -> str:
    return next(
        (value.strip() for key in keys if isinstance(value := entry.get(key), str) and value.strip()), ""
    )
