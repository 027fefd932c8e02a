"""Descriptions of invented works, made without a database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.articles.description import Contributor, Description, contributor_of
from archive.articles.models import BylineEntry
from archive.text.dates import parse_iso

ADDRESS = "https://tarn.example/articles/2014/12/the-ferry/"


def named(name: str, role: str = "") -> Contributor:
    """Return a name of a byline that means no known person."""
    return contributor_of(BylineEntry(name=name, role=role))


def work(*names: str | Contributor, date: str | None = "2014-12-02", **values: Any) -> Description:
    """Return a work by these names, a commentary of the Tarn Institute unless something else is given."""
    people = tuple(named(one) if isinstance(one, str) else one for one in names)
    known: dict[str, Any] = {
        "key": 1,
        "path": "2014/12/the-ferry",
        "url": ADDRESS,
        "title": "The Ferry",
        "deck": "",
        "summary": "A boat and its hours.",
        "language": "en",
        "kind": "commentary",
        "kind_label": "Commentary",
        "published": parse_iso(date) if date else None,
        "modified": dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC),
        "contributors": people,
        "publisher": "Tarn Institute",
        "center": "",
        "series": "",
        "outlet": "",
        "outlet_url": "",
        "doi": "",
        "place": "",
        "subjects": (),
        "picture": None,
        "files": (),
    }
    return Description(**known | values)
