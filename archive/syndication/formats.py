"""The three formats of a feed: RSS 2.0, Atom 1.0, JSON Feed 1.1.

All three say the same of a work. Its day stands at 00:00 UTC, which is what a feed can say of a day; a month
or a year is never made a day: it stands as `dc:date`, and in JSON under `_work`. What XML cannot hold is
left out of every text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from archive.articles.description import Contributor, Description, Picture, absolute
from archive.syndication.entries import Entry
from archive.syndication.lists import WorkList
from archive.text.dates import PartialDate
from archive.text.languages import normalise
from archive.text.strings import storable, tidy

NAMESPACES = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
ANY_FILE = "application/octet-stream"
UNKNOWN_LENGTH = "0"
"""RSS asks for the length of a file in bytes; this is how feeds say that they do not tell."""


class Rss(Rss201rev2Feed):
    """RSS 2.0, with Dublin Core for what it lacks: several authors, languages, dates as far as known."""

    def rss_attributes(self) -> dict[str, str]:
        content = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return super().rss_attributes() | NAMESPACES | content

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        work, html = item["work"], item["html"]
        for one in work.contributors:
            handler.addQuickElement(
                "dc:creator" if one in work.authors else "dc:contributor", clean(one.name)
            )
        add_partial_date(handler, work.published)
        handler.addQuickElement("dc:language", clean(work.language))
        if work.outlet and work.outlet_url:
            handler.addQuickElement("source", clean(work.outlet), {"url": iri_to_uri(work.outlet_url)})
        elif work.outlet:
            handler.addQuickElement("dc:source", clean(work.outlet))
        for file in work.files[:1]:  # a second one is against the profile of RSS, and against most readers
            about = {
                "url": iri_to_uri(file.url),
                "length": UNKNOWN_LENGTH,
                "type": file.media_type or ANY_FILE,
            }
            handler.addQuickElement("enclosure", "", about)
        add_picture(handler, work.picture)
        handler.addQuickElement("atom:updated", rfc3339_date(work.modified))
        if html:
            handler.addQuickElement("content:encoded", html)

    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed"]


class Atom(Atom1Feed):
    """Atom 1.0: every author, every language, every file."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | NAMESPACES

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": clean(item["work"].language)}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        work, html = item["work"], item["html"]
        add_partial_date(handler, work.published)
        super().add_item_elements(handler, item)
        for one in work.contributors:
            self.add_person(handler, "author" if one in work.authors else "contributor", one)
        if work.outlet_url:
            via = {"rel": "via", "href": iri_to_uri(work.outlet_url), "title": clean(work.outlet)}
            handler.addQuickElement("link", "", via)
        if work.outlet:
            handler.addQuickElement("dc:source", clean(work.outlet))
        for file in work.files:
            about = {
                "rel": "enclosure",
                "href": iri_to_uri(file.url),
                "type": file.media_type,
                "title": clean(file.title),
            }
            handler.addQuickElement("link", "", {name: value for name, value in about.items() if value})
        add_picture(handler, work.picture)
        if html:
            handler.addQuickElement("content", html, {"type": "html"})

    def add_person(self, handler: SimplerXMLGenerator, element: str, person: Contributor) -> None:
        """Write one name of a byline, with the address of the person's page where there is one."""
        handler.startElement(element, {})
        handler.addQuickElement("name", clean(person.name))
        if person.url:
            handler.addQuickElement("uri", person.url)
        handler.endElement(element)

    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed"]


class Json(SyndicationFeed):
    """JSON Feed 1.1; what it has no word for stands under `_work`."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        feed = self.feed
        about = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "language": feed["language"],
            "authors": [{"name": feed["author_name"]}],
            "items": [self.item(item["work"], item["html"], item) for item in self.items],
        }
        json.dump(about, outfile, ensure_ascii=False, separators=(",", ":"))

    def item(self, work: Description, html: str, item: dict[str, Any]) -> dict[str, Any]:
        """Return one entry as JSON Feed has it; what is empty is left out."""
        own = {
            "published": str(work.published or ""),
            "kind": work.kind,
            "doi": work.doi,
            "outlet": clean(work.outlet),
            "series": clean(work.series),
        }
        values = {
            "id": item["unique_id"],
            "url": work.url,
            "external_url": iri_to_uri(work.outlet_url),
            "title": item["title"],
            "summary": clean(work.summary),
            "image": iri_to_uri(work.picture.url) if work.picture else "",
            "date_published": rfc3339_date(item["pubdate"]) if item["pubdate"] else "",
            "date_modified": rfc3339_date(work.modified),
            "authors": [
                {"name": clean(one.name)} | ({"url": one.url} if one.url else {}) for one in work.authors
            ],
            "tags": item["categories"],
            "language": work.language,
            "attachments": [
                {
                    "url": iri_to_uri(file.url),
                    "mime_type": file.media_type or ANY_FILE,
                    "title": clean(file.title),
                }
                for file in work.files
            ],
            "_work": {name: value for name, value in own.items() if value},
        }
        content = {"content_html": html} if html else {"content_text": clean(work.summary)}
        return {name: value for name, value in values.items() if value} | content


FORMATS: dict[str, type[SyndicationFeed]] = {"rss": Rss, "atom": Atom, "json": Json}
"""The formats of a feed, by the last letters of its address."""


def written(kind: str, found: WorkList, entries: Iterable[Entry], changed: dt.datetime) -> str:
    """Return a list's feed in a format of `FORMATS`."""
    own = absolute(f"{found.path}feed.{kind}{found.newest_query}")
    feed = FORMATS[kind](
        title=clean(found.title),
        link=absolute(found.canonical + found.newest_query),
        description=clean(found.title),
        language=found.language,
        author_name=clean(found.house),
        feed_url=own,
        feed_guid=own,
        changed=changed,
    )
    for entry in entries:
        work = entry.work
        feed.add_item(
            title=tidy(work.title),
            link=work.url,
            description=escape(clean(work.summary)),
            pubdate=instant_of(work.published),
            updateddate=work.modified,
            unique_id=work.url if kind == "rss" else name_of(work),
            unique_id_is_permalink=True,
            categories=[clean(name) for name in (work.kind_label, *work.subjects) if name],
            work=work,
            html=content_of(entry),
        )
    return feed.writeString("utf-8")


def clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return storable(text)


def content_of(entry: Entry) -> str:
    """Return a body for readers that know nothing of its page: what runs from the right says so."""
    html = clean(entry.html)
    if not html or not entry.is_rtl:
        return html
    return f'<div dir="rtl" lang="{normalise(entry.work.language)}">{html}</div>'


def instant_of(date: PartialDate | None) -> dt.datetime | None:
    """Return the first instant of a day; None for a month, a year or no date, which have none."""
    if date is None or date.day is None:
        return None
    return dt.datetime(date.year, date.month or 1, date.day, tzinfo=dt.UTC)


def name_of(work: Description) -> str:
    """Return a name for a work that stays when its address changes: a tag URI (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:work/{work.key}"


def add_partial_date(handler: SimplerXMLGenerator, date: PartialDate | None) -> None:
    """Write a month or a year as far as it is known; a day has an element of its own."""
    if date is not None and date.day is None:
        handler.addQuickElement("dc:date", str(date))


def add_picture(handler: SimplerXMLGenerator, picture: Picture | None) -> None:
    """Write the picture of a work, with what stands under it."""
    if picture is None:
        return
    size = {"width": picture.width, "height": picture.height}
    about = {"url": iri_to_uri(picture.url), "medium": "image"}
    about |= {name: str(pixels) for name, pixels in size.items() if pixels}
    handler.startElement("media:content", about)
    for element, text in (
        ("media:title", picture.caption),
        ("media:text", picture.alt),
        ("media:credit", picture.credit),
    ):
        if text:
            handler.addQuickElement(element, clean(text))
    handler.endElement("media:content")
