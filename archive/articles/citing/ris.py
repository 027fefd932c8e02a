"""A work in RIS, written by rispy."""

from __future__ import annotations

import rispy

from archive.articles.citing.items import container_of, credited, filed, key_of
from archive.articles.description import Description
from archive.text.dates import PartialDate
from archive.text.strings import tidy

MEDIA_TYPE = "application/x-research-info-systems"


class _Writer(rispy.RisWriter):
    """References without numbers before them, in lines that end as the format asks."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        return ""


def ris(described: Description) -> str:
    """Return one reference; its last line is `ER  -`, and references may follow one another."""
    form, date, people = described.form, described.published, credited(described)
    fields = {
        "type_of_reference": form.ris,
        "id": key_of(described),
        "authors": [filed(one) for one in people["author"]],
        "secondary_authors": [filed(one) for one in people.get("editor", ())],
        "subsidiary_authors": [filed(one) for one in people.get("translator", ())],
        "title": described.title,
        "secondary_title": container_of(described),
        "tertiary_title": described.series if form.is_report else "",
        "year": f"{date.year:04}" if date else "",
        "date": _date(date) if date else "",
        "publisher": "" if form.csl == "article-newspaper" else described.publisher,
        "name_of_database": described.publisher if form.csl == "article-newspaper" else "",
        "place_published": described.place,
        "type_of_work": described.kind_label,
        "abstract": described.summary,
        "keywords": list(described.subjects),
        "language": described.language,
        "doi": described.doi,
        "urls": [described.url],
    }
    return rispy.dumps([_in_lines(fields)], implementation=_Writer)


def _date(date: PartialDate) -> str:
    """Return a date as RIS writes it, its places kept where they are not known: "2014/12//"."""
    return "".join(f"{part:02}/" if part else "/" for part in (date.year, date.month, date.day))


def _in_lines(fields: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """Leave out what is empty, and breaks of lines, behind which another field could begin."""
    return {
        name: [tidy(one) for one in value] if isinstance(value, list) else tidy(value)
        for name, value in fields.items()
        if value
    }
