"""What a record says by itself: columns of its article that no authority record has a say in.

Nothing here asks the database, so it is done ahead, where readings are prepared.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from archive.articles.models import Article
from archive.importing.records import Record
from archive.publication import Precision
from archive.text import addresses, languages
from archive.text.dates import PartialDate, parse_iso
from archive.text.slugs import slugify
from archive.text.strings import tidy

LINES = {
    "title": "title",
    "credit": "credit",
    "image_alt": "image_alt",
    "image_caption": "image_caption",
    "source_url": "outlet_url",
    "doi": "doi",
    "place": "place",
    "english_newsletter": "english_newsletter",
    "other_newsletter": "other_newsletter",
    "center_affiliation": "center_affiliation",
    "program_affiliation": "program_affiliation",
}


class Cut(NamedTuple):
    """A line that did not fit: the record's field, the whole line, and how many characters are kept."""

    field: str
    value: str
    limit: int


class Own(NamedTuple):
    """Columns by the record's field, which lines were cut, the slug, and the address the work had.

    The slug is the one that the source's own address used, where it is one; else one made from the title.
    """

    columns: dict[str, dict[str, Any]]
    cuts: list[Cut]
    slug: str
    address: str

    @property
    def language(self) -> str:
        """The language of the work."""
        return self.columns["language"]["language"]


def own_columns(record: Record, text: str) -> Own:
    """Return what a record says by itself; `text` is the plain text of its body."""
    hints = addresses.hints(record.url) if record.url else addresses.AddressHints()
    columns: dict[str, dict[str, Any]] = {}
    cuts: list[Cut] = []
    for name, column in LINES.items():
        value = tidy(getattr(record, name))
        limit = Article._meta.get_field(column).max_length or 0
        if len(value) > limit:
            cuts.append(Cut(name, value, limit))
        columns[name] = {column: value[:limit]}
    columns["deck"] = {"deck": tidy(record.deck, multiline=True)}
    columns["published"] = date_columns(parse_iso(record.published) if record.published else None)
    columns["language"] = {"language": _language(record, hints, text)}
    address = addresses.normalise(record.url) if record.url else ""
    return Own(columns, cuts, slugify(hints.title or record.title), address)


def date_columns(published: PartialDate | None) -> dict[str, Any]:
    """Return the columns of an article that hold a date."""
    if published is None:
        return {"published_on": None, "published_precision": Precision.DAY.value}
    return {"published_on": published.first_day, "published_precision": published.precision}


def _language(record: Record, hints: addresses.AddressHints, text: str) -> str:
    """The language as claimed, else as the address or the words suggest, else English."""
    given = languages.normalise(record.language) or hints.language
    return given or languages.guess(f"{record.title} {record.deck} {text[:2000]}") or "en"
