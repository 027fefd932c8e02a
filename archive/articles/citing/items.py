"""A work as an item of CSL-JSON, which reference managers read and the styles are applied to."""

from __future__ import annotations

from typing import Any

from archive.articles.description import Contributor, Description
from archive.text.dates import PartialDate
from archive.text.strings import tidy

_OTHERS = {"editor": "editor", "translator": "translator", "interviewer": "interviewer"}
"""The roles that are cited apart from the authors, and their names in CSL."""


def key_of(described: Description) -> str:
    """Return the key under which a work is cited, as stable and unique as its address: 2014:12:the-work."""
    return described.path.replace("/", ":")


def credited(described: Description) -> dict[str, list[Contributor]]:
    """Return who is cited as what, by the variables of CSL, in printed order.

    Speakers and roles that nobody knows are cited as authors; interviewers too where nobody else would be.
    """
    found: dict[str, list[Contributor]] = {"author": []}
    for one in described.contributors:
        found.setdefault(_OTHERS.get(one.role, "author"), []).append(one)
    if not found["author"]:
        found["author"] = found.pop("interviewer", [])
    return found


def container_of(described: Description) -> str:
    """Return in what the work appeared: the outlet, else the series; "" for what was issued by itself."""
    return described.outlet or ("" if described.form.is_report else described.series)


def filed(one: Contributor) -> str:
    """Return a name as reference managers part it, in every script: "Haddad, Layla", "林, 书远"."""
    return ", ".join(filter(None, (one.family, one.given, one.suffix))) or one.name


def csl(described: Description) -> dict[str, Any]:
    """Return the work as an item of CSL-JSON (schema 1.0.2); what is not known is left out."""
    form = described.form
    item = {
        "id": key_of(described),
        "type": form.csl,
        "title": described.title,
        **{role: [_name(one) for one in people] for role, people in credited(described).items()},
        "issued": date_parts(described.published) if described.published else None,
        "container-title": container_of(described),
        "collection-title": described.series if form.is_report else "",
        "publisher": "" if form.csl == "article-newspaper" else described.publisher,
        "source": described.publisher if form.csl == "article-newspaper" else "",
        "event-place": described.place,
        "genre": described.kind_label if form.is_named or form.is_report else "",
        "abstract": tidy(described.summary),
        "keyword": ", ".join(described.subjects),
        "language": described.language,
        "DOI": described.doi,
        "URL": described.url,
    }
    return {name: value for name, value in item.items() if value}


def date_parts(date: PartialDate) -> dict[str, Any]:
    """Return a date as CSL has it, as far as it is known."""
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}


def _name(one: Contributor) -> dict[str, str]:
    parts = {"family": one.family, "given": one.given, "suffix": one.suffix}
    return {name: part for name, part in parts.items() if part} or {"literal": one.name}
