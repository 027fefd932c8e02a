"""JSON Feed 1 and 1.1."""

from __future__ import annotations

import json
import re
from typing import Any

from archive.importing import claims, untrusted
from archive.importing.mapping import Mapping
from archive.importing.readers.feed import entries
from archive.importing.readers.wxr.markup import open_widgets
from archive.importing.records import Reading, Readings, Source
from archive.text import html

LARGEST = 64_000_000
_ABOUT = ("version", "title", "home_page_url", "feed_url", "language", "authors", "author")


def is_json(head: bytes) -> bool:
    """Whether a file begins as a JSON object does."""
    return bool(re.match(rb"\s*\{", head.removeprefix(b"\xef\xbb\xbf")))


def read(source: Source, mapping: Mapping) -> Readings:
    """Yield a reading for each item of a JSON Feed."""
    if source.path.stat().st_size > LARGEST:
        yield Reading(source, b"").reject(
            f"is larger than {LARGEST:,} bytes", remedy="Divide the feed, or give its records one a line"
        )
        return
    data = source.data()
    try:
        feed, _ = untrusted.load(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield Reading(source, data).reject(
            f"is not UTF-8 at byte {error.start + 1}", remedy="Save it as UTF-8"
        )
        return
    except untrusted.NotAnObject as error:
        yield Reading(source, data).reject(str(error), remedy="Save the feed again")
        return
    items = feed.get("items")
    if not isinstance(items, list):
        yield Reading(source, data).reject('has no list of "items"', remedy="Save the feed again")
        return
    about = {key: feed[key] for key in _ABOUT if key in feed}
    for number, item in enumerate(items, 1):
        document = json.dumps({**about, "items": [item]}, ensure_ascii=False, indent=1)
        reading = Reading(source, document.encode("utf-8", "replace"), f"item {number}")
        if not isinstance(item, dict):
            yield reading.reject(f"is {untrusted.kind_of(item)} where an object is expected", value=str(item))
            continue
        yield claims.fill(reading, _raw(item, about, mapping, reading))


def _raw(item: dict[str, Any], about: dict[str, Any], mapping: Mapping, reading: Reading) -> dict[str, Any]:
    url = _words(item.get("url"))
    summary = _words(item.get("summary"))
    body = open_widgets(_words(item.get("content_html")))
    if not body and (text := _words(item.get("content_text"))):
        body = html.from_paragraphs(re.split(r"\n\s*\n", text))
    raw: dict[str, Any] = {
        "id": entries.identity(_words(item.get("id")), url, _words(about.get("home_page_url"))),
        "url": url,
        "title": _words(item.get("title")),
        "deck": summary if body else "",
        "body": body or html.from_paragraphs([summary]),
        "language": _words(item.get("language")) or _words(about.get("language")),
        "published": entries.moment(_words(item.get("date_published")), _words(item.get("date_modified"))),
        "authors": _people(item) or _people(about),
        "source_url": _words(item.get("external_url")),
        "image": _words(item.get("image")) or _words(item.get("banner_image")),
        "attachments": [
            {"url": _words(file.get("url")), "title": _words(file.get("title"))}
            for file in _list(item.get("attachments"))
            if isinstance(file, dict) and _words(file.get("url"))
        ],
    }
    if summary and not body:
        reading.fault("was all that the feed says; it stands as the body", field="body", value=summary)
    return entries.finished(raw, mapping, [_words(tag) for tag in _list(item.get("tags")) if _words(tag)])


def _people(part: dict[str, Any]) -> list[dict[str, str]]:
    people = _list(part.get("authors")) or [part.get("author")]
    names = [_words(person.get("name")) for person in people if isinstance(person, dict)]
    return [{"name": name} for name in names if name]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""
