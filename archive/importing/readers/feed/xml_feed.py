"""RSS and Atom: each entry is cut out, and given to feedparser in a feed of its own."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import feedparser
from lxml import etree

from archive.importing import claims, xml
from archive.importing.mapping import Mapping
from archive.importing.readers.feed import entries
from archive.importing.readers.wxr.markup import open_widgets
from archive.importing.records import Reading, Readings, Source
from archive.text import html
from archive.text.addresses import is_safe_url

LARGEST_ENTRY = 6_000_000
"""Characters: beyond that a body cannot be kept, and feedparser takes long."""
LARGEST_HEAD = 200_000
_RESTART = r"<(?:item|entry)[^<>]{0,500}>\s*<(?:title|id|link|guid)\b"
_NETSCAPE = r"<!DOCTYPE\s+rss\s+PUBLIC\s+\"-//Netscape Communications//DTD RSS 0\.91//EN\"[^<>\[\]]*>"
_REMEDY = "Save the feed again, or name the format of the file"
_MEDIA = re.compile(r"media|mrss", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Feed:
    """What is known of a feed before its first entry; `opening` and `closing` make a feed of one entry."""

    link: str
    title: str
    language: str
    opening: str
    closing: str
    namespaces: dict[str, str]


def read(source: Source, mapping: Mapping) -> Readings:
    """Yield a reading for each entry of a feed. Raises `xml.XmlRefused`."""
    pieces = xml.Pieces(source.path, "item|entry", restart=_RESTART, forgiven=_NETSCAPE)
    feed: _Feed | None = None
    number = 0
    last = ""
    for piece in pieces:
        number += 1
        last = piece.broken
        if feed is None:
            feed = _feed(pieces.head)
        yield _reading(source, piece, feed, mapping, number)
    if feed is None:
        root = xml.root_of(pieces.head)
        known = root in ("rss", "feed", "RDF", "channel")
        problem = "is a feed without entries" if known else f"is XML, but no feed: it begins with <{root}>"
        yield Reading(source, b"").reject(problem, remedy=_REMEDY)
    elif last != "cut" and not re.search(r"</(?:[\w.-]+:)?(?:rss|feed|RDF|channel)\s*>", pieces.tail):
        yield Reading(source, b"", f"after entry {number:,}").reject(
            "ends without closing its first element: the feed was cut off", remedy="Save the whole feed"
        )


def _feed(head: str) -> _Feed:
    """Return what a feed says of itself, and the little of it that its entries need."""
    starts, ends = xml.skeleton(head)
    head = head[:LARGEST_HEAD]
    about, _, _ = _parsed(f"{head}{xml.closing(head)}".encode("utf-8", "replace"))
    links = [about.get("link", ""), *(one.get("href", "") for one in about.get("links", []))]
    link = next((address for address in links if is_safe_url(address)), "")
    title, language = entries.one_line(about.get("title", "")), about.get("language", "")
    told = ""
    if xml.root_of(starts) == "feed":
        told += f"<title>{escape(title)}</title>" if title else ""
        told += f"<link rel='alternate' href={quoteattr(link)}/>" if link else ""
        told += "".join(
            f"<author><name>{escape(person.get('name', ''))}</name></author>"
            for person in about.get("authors", [])
            if person.get("name")
        )
    else:
        told += f"<title>{escape(title)}</title>" if title else ""
        told += f"<link>{escape(link)}</link>" if link else ""
        told += f"<language>{escape(language)}</language>" if language else ""
        if "<channel" not in starts:
            told = f"<channel>{told}</channel>"
    declared = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return _Feed(link, title, language, f"{declared}{starts}{told}\n", f"\n{ends}\n", xml.namespaces_of(head))


def _reading(source: Source, piece: xml.Piece, feed: _Feed, mapping: Mapping, number: int) -> Reading:
    where = f"entry {number:,}, line {piece.line:,}"
    text, problems = xml.mend_characters(piece.text)
    if piece.broken in ("cut", "large") or len(text) > LARGEST_ENTRY:
        problem = (
            "is cut off: the file ends in the middle of it"
            if piece.broken == "cut"
            else "is too large or never ends; it was passed over"
        )
        data = text[: xml.SHOWN].encode("utf-8", "replace")
        return Reading(source, data, where).reject(problem, remedy="Save the whole feed again")
    document = f"{feed.opening}{text}{feed.closing}".encode("utf-8", "replace")
    reading = Reading(source, document, where)
    about, found, is_broken = _parsed(document, feed.link)
    if not found:
        return reading.reject("cannot be read as an entry", remedy="Save the feed again")
    if is_broken:
        problems.append("is not well-formed XML; what could be read of it was taken")
    if piece.broken:
        problems.append("has no end: the next entry begins before it")
    for problem in problems:
        reading.fault(problem, remedy="Compare the work with its page")
    try:
        element, _ = xml.element_of(text, feed.namespaces)
    except xml.XmlBroken:
        element = etree.Element("item")
    return claims.fill(reading, _raw(found[0], element, about, feed, mapping, reading))


def _parsed(document: bytes, link: str = "") -> tuple[dict[str, Any], list[dict[str, Any]], bool]:
    """Return what feedparser makes of a feed: the feed, its entries, and whether it is not well-formed."""
    try:
        parsed = feedparser.parse(
            io.BytesIO(document),
            sanitize_html=False,
            resolve_relative_uris=True,
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": link},
        )
    except Exception:  # feedparser raises whatever its parts meet in broken markup
        return {}, [], True
    found = [_plain(entry) for entry in parsed.entries if isinstance(entry, dict)]
    return _plain(parsed.feed), found, bool(parsed.bozo)


def _plain(part: Any) -> dict[str, Any]:
    """Return what feedparser found as plain texts, lists and dictionaries, without what is empty."""
    found: dict[str, Any] = {}
    for key, value in dict.items(part):
        if isinstance(value, dict):
            found[key] = _plain(value)
        elif isinstance(value, list):
            found[key] = [_plain(one) for one in value if isinstance(one, dict)]
        elif isinstance(value, str) and value:
            found[key] = value
    return found


def _raw(
    entry: dict[str, Any],
    element: etree._Element,
    about: dict[str, Any],
    feed: _Feed,
    mapping: Mapping,
    reading: Reading,
) -> dict[str, Any]:
    url = next((link for link in (entry.get("link", ""), entry.get("id", "")) if is_safe_url(link)), "")
    title = entry.get("title", "")
    is_plain = entry.get("title_detail", {}).get("type") == "text/plain"
    raw: dict[str, Any] = {
        "id": entries.identity(entry.get("id", ""), url, feed.link),
        "url": url,
        "title": title if is_plain else entries.one_line(title),
        "language": _language(entry, feed),
        "published": entries.moment(
            entry.get("published", ""), entry.get("updated", ""), entry.get("created", "")
        ),
        "authors": _people(element)
        or [{"name": p["name"]} for p in about.get("authors", []) if p.get("name")],
        "credit": _inner(element, "credit"),
    }
    _add_body(raw, entry, reading)
    _add_files(raw, entry, element)
    source = entry.get("source") or {}
    if source.get("title") and source["title"] != feed.title:
        raw["source"] = entries.one_line(source["title"])
    if doi := _inner(element, "doi"):
        raw["doi"] = doi
    categories = [
        entries.one_line(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags", [])
    ]
    return entries.finished(raw, mapping, [name for name in dict.fromkeys(categories) if name])


def _language(entry: dict[str, Any], feed: _Feed) -> str:
    details = [*entry.get("content", []), entry.get("title_detail") or {}, entry.get("summary_detail") or {}]
    spoken = next((one["language"] for one in details if one.get("language")), "")
    return entry.get("language") or spoken or feed.language


def _add_body(raw: dict[str, Any], entry: dict[str, Any], reading: Reading) -> None:
    """Take the content; where there is only a summary, take that, and say so."""
    contents = [one for one in entry.get("content", []) if one.get("value", "").strip()]
    summary = (entry.get("summary_detail") or {}) | {"value": entry.get("summary", "")}
    if contents:
        raw["body"] = _html(next((one for one in contents if "html" in one.get("type", "")), contents[0]))
        shown = entries.one_line(_html(summary))
        if shown and shown != entries.one_line(raw["body"]):
            raw["deck"] = shown
    elif summary["value"].strip():
        raw["body"] = _html(summary)
        reading.fault(
            "was all that the feed says; it stands as the body",
            field="body",
            value=entries.one_line(raw["body"]),
            remedy="Take the whole text from its page",
        )


def _html(part: dict[str, Any]) -> str:
    value = part.get("value", "")
    if part.get("type") == "text/plain" and "<" not in value:
        return html.from_paragraphs(re.split(r"\n\s*\n", value))
    return open_widgets(value)


def _add_files(raw: dict[str, Any], entry: dict[str, Any], element: etree._Element) -> None:
    """Take enclosed files; of the pictures that are told, the first is the work's."""
    files = [
        (link.get("href", ""), link.get("type", ""), link.get("title", ""))
        for link in entry.get("links", [])
        if link.get("rel") == "enclosure"
    ]
    media = [
        (one.get("url", ""), one.get("type") or one.get("medium") or "")
        for one in entry.get("media_content", [])
    ]
    pictures = [address for address, kind in media if entries.is_picture(address, kind)]
    pictures += [(entry.get("image") or {}).get("href", "")]
    pictures += [one.get("url", "") for one in entry.get("media_thumbnail", [])]
    pictures += [address for address, kind, _ in files if entries.is_picture(address, kind)]
    raw["image"] = next((address for address in pictures if is_safe_url(address)), "")
    if raw["image"]:
        raw["image_caption"] = entries.one_line(_inner(element, "description", of_media=True))
        raw["image_alt"] = entries.one_line(_inner(element, "title", of_media=True))
    files += [(address, kind, "") for address, kind in media]
    found = {
        address: title for address, kind, title in files if address and not entries.is_picture(address, kind)
    }
    raw["attachments"] = [{"url": address, "title": title} for address, title in found.items()]


def _people(element: etree._Element) -> list[dict[str, str]]:
    """Return the authors of an entry in their order, by the first of the ways in which it names any."""
    ways: dict[str, list[str]] = {"creator": [], "author": [], "itunes": []}
    for child in element.iterchildren(etree.Element):
        uri, _, name = str(child.tag).rpartition("}")
        if name == "creator":
            ways["creator"].append("".join(child.itertext()))
        elif name == "author":
            part = next(
                (one for one in child.iterchildren(etree.Element) if str(one.tag).endswith("name")), None
            )
            words = "".join((child if part is None else part).itertext())
            ways["itunes" if "itunes" in uri else "author"].append(words)
    for words in ways.values():
        if names := [name for name in map(entries.person_of, words) if name]:
            return [{"name": name} for name in names]
    return []


def _inner(element: etree._Element, name: str, *, of_media: bool = False) -> str:
    """Return the text of the first element of that name in a namespace of media (a DOI: in any)."""
    for child in element.iter(etree.Element):
        uri, _, own = str(child.tag).rpartition("}")
        if own == name and (_MEDIA.search(uri) or (name == "doi" and not of_media)):
            return "".join(child.itertext()).strip()
    return ""
