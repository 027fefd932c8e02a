"""A work in BibTeX, in UTF-8.

Written here: the libraries that write BibTeX either take text for TeX (pybtex leaves `$` and braces as they
are) or know no letters beyond Latin (bibtexparser); the tests read these entries back with one.
"""

from __future__ import annotations

from archive.articles.citing.items import container_of, credited, key_of
from archive.articles.description import Contributor, Description
from archive.text.strings import tidy

MEDIA_TYPE = "application/x-bibtex"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
"""Braces are written as words: BibTeX counts those that a backslash precedes too."""

_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_CONTAINER = {"article": "journal", "book": "series", "techreport": "series"}
_PUBLISHER = {"book": "publisher", "techreport": "institution"}


def bibtex(described: Description) -> str:
    """Return one entry under a key that no other work has, ended by a newline."""
    kind, date, people = described.form.bibtex, described.published, credited(described)
    container = container_of(described) or described.series
    if kind == "misc":
        container = container or described.publisher
    words = {
        "author": _names(people["author"]),
        "editor": _names(people.get("editor", [])),
        "translator": _names(people.get("translator", [])),
        "title": "{" + _escaped(described.title) + "}",
        _CONTAINER.get(kind, "howpublished"): _escaped(container),
        _PUBLISHER.get(kind, "publisher"): "" if kind == "article" else _escaped(described.publisher),
        "type": _escaped(described.kind_label) if kind in ("techreport", "misc") else "",
        "address": _escaped(described.place),
        "year": str(date.year) if date else "",
        "month": _MONTHS[date.month - 1] if date and date.month else "",
        "day": str(date.day) if date and date.day else "",
        "doi": described.doi.translate(_IN_ADDRESS),
        "url": described.url.translate(_IN_ADDRESS),
        "language": described.language,
        "keywords": _escaped(", ".join(described.subjects)),
        "abstract": _escaped(described.summary),
    }
    written = {name: value if name == "month" else f"{{{value}}}" for name, value in words.items() if value}
    lines = [f"  {name} = {value}" for name, value in written.items()]
    return f"@{kind}{{{key_of(described)},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str) -> str:
    return tidy(text).translate(_SPECIAL)


def _names(people: list[Contributor]) -> str:
    return " and ".join(_name(one) for one in people)


def _name(one: Contributor) -> str:
    """Return a name whose parts BibTeX finds by their commas, "King, Jr., Ann"; a body in its own braces."""
    if not one.given:
        return "{" + _escaped(one.family or one.name) + "}"
    return ", ".join(_escaped(part) for part in (one.family, one.suffix, one.given) if part)
