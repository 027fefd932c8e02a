"""A work as a record of the interchange format, such that it makes the same record when it is imported.

The record says what any archive can take in: names instead of slugs, one former address, files by their
path beside it. What only this archive knows stands in `works.jsonl`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from archive.articles.models import Article, Outlet
from archive.centers.models import Center, Series
from archive.importing.exporting.inventory import CARRIED
from archive.importing.exporting.media import Files
from archive.importing.exporting.rows import plain
from archive.importing.models import ImportedRecord
from archive.importing.records import Record
from archive.importing.resolving import FACET_FIELDS, instant_of
from archive.publication import Status
from archive.tags.models import Term
from archive.text.addresses import is_safe_url, normalise

STATES = {Status.DRAFT: "draft", Status.REVIEW: "review", Status.WITHDRAWN: "withdrawn"}
LONGEST_ADDRESS = 2_000
_FIELDS = {
    name: field.alias or name
    for name, field in Record.model_fields.items()
    if name not in ("bio", "position")
}


class Labels:
    """What records call the things that works refer to: their names, by natural name."""

    def __init__(self) -> None:
        self.centers = dict(Center.objects.order_by().values_list("slug", "name"))
        self.series = dict(Series.objects.order_by().values_list("slug", "name"))
        self.outlets = dict(Outlet.objects.order_by().values_list("name", "name"))
        terms = Term.objects.order_by().values_list("facet", "slug", "name")
        self.terms = {f"{facet}/{slug}": name for facet, slug, name in terms.iterator()}


def record_of(
    identity: str, work: Article, values: Mapping[str, Any], labels: Labels, files: Files, awaits: str
) -> dict[str, Any]:
    """Return the record of a work, its keys as the format orders them, nothing empty in it.

    `values` is the line of the work in `works.jsonl`; `awaits` the identity of an original that is not here.
    """
    found: dict[str, Any] = {name: getattr(work, column) for column, name in CARRIED.items()}
    found |= {
        "id": identity,
        "url": address_of(identity, [one["address"] for one in values.get("legacy_addresses", ())]),
        "language": work.language,
        "published": str(work.published or ""),
        "release": release_of(work),
        "state": STATES.get(Status(work.status), ""),
        "type": values.get("kind", ""),
        "blog": labels.series.get(values.get("series", ""), ""),
        "source": labels.outlets.get(values.get("outlet", ""), ""),
        "primary_center": labels.centers.get(values.get("primary_center", ""), ""),
        "centers": [
            labels.centers[one["center"]] for one in values.get("centers", ()) if not one["is_implied"]
        ],
        "authors": [person_of(one) for one in values.get("byline", ())],
        "image": files.place(work.image.name) if work.image else "",
        "attachments": list(filter(None, (file_of(one, files) for one in values.get("attachments", ())))),
        "corrections": [
            {"date": one["corrected_on"], "text": one["text"]} for one in values.get("corrections", ())
        ],
        "translation_of": values.get("translation_of", "") or awaits,
    }
    for name, facet in FACET_FIELDS.items():
        links = (one["tag"] for one in values.get("terms", ()))
        found[name] = [labels.terms[link] for link in links if link.startswith(f"{facet}/")]
    return {key: found[name] for name, key in _FIELDS.items() if found.get(name)}


def person_of(entry: Mapping[str, Any]) -> Any:
    """Return a name of a byline: alone, or with its role where it has one."""
    return {"name": entry["name"], "role": entry["role"]} if entry.get("role") else entry["name"]


def file_of(attachment: Mapping[str, Any], files: Files) -> dict[str, str]:
    """Return an attachment by its path beside the record, else by its address; empty where it is lost."""
    url = (attachment.get("file") and files.place(attachment["file"])) or attachment.get("url", "")
    title = attachment.get("title", "")
    return ({"url": url, "title": title} if title else {"url": url}) if url else {}


def address_of(identity: str, addresses: Sequence[str]) -> str:
    """Return one former address of a work, such that normalising it gives the one that is kept; "" for none.

    The one that is the work's identity goes first, then the first in the alphabet.
    """
    for address in sorted(addresses, key=lambda one: (one != identity, one)):
        url = f"https://{address}"
        if len(url) <= LONGEST_ADDRESS and is_safe_url(url) and normalise(url) == address:
            return url
    return ""


def release_of(work: Article) -> str:
    """Return the instant from which readers may see a work; "" where none is set or its date says it."""
    date = str(work.published or "")
    return "" if work.publish_at in (None, instant_of(date)) else plain(work.publish_at)


def awaited(keys: Sequence[int]) -> dict[int, str]:
    """Return the identities of originals that works wait for, by the keys of the works."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    records = ImportedRecord.objects.filter(article__in=keys).exclude(awaits="").order_by()
    for key, original in records.values_list("article_id", "awaits"):
        found[key].append(original)
    return {key: min(originals) for key, originals in found.items()}
