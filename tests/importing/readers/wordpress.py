"""Exports of WordPress, made of invented posts: what a test does not say is the same in all."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from archive.importing.readers import wxr
from archive.importing.records import Reading, Record, Source

HOME = "https://lantern.example"
_HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
	<title>Lantern Institute</title>
	<link>{HOME}</link>
	<language>en-US</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>{HOME}</wp:base_site_url>
	<wp:base_blog_url>{HOME}</wp:base_blog_url>
"""
_END = "</channel>\n</rss>\n"


def user(login: str, display: str = "", first: str = "", last: str = "") -> str:
    """Return a `wp:author`."""
    return (
        f"<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[{login}]]></wp:author_login>"
        f"<wp:author_display_name><![CDATA[{display}]]></wp:author_display_name>"
        f"<wp:author_first_name><![CDATA[{first}]]></wp:author_first_name>"
        f"<wp:author_last_name><![CDATA[{last}]]></wp:author_last_name></wp:author>\n"
    )


def post(content: str = "Its oil is nobody’s budget.", **values: Any) -> str:
    """Return an item. `terms` are (vocabulary, slug, name), `meta` the custom fields, `extra` is XML."""
    number = values.get("post_id", 7)
    fields = {
        "title": "The Pier That Kept Its Lamp",
        "link": f"{HOME}/2014/12/pier-lamp/",
        "pubDate": "Tue, 02 Dec 2014 08:00:00 +0000",
        "dc:creator": "iokafor",
        "guid": f"{HOME}/?p={number}",
        "content:encoded": content,
        "excerpt:encoded": "",
        "wp:post_id": number,
        "wp:post_date": "2014-12-02 09:00:00",
        "wp:post_date_gmt": "2014-12-02 08:00:00",
        "wp:post_name": "pier-lamp",
        "wp:status": "publish",
        "wp:post_parent": 0,
        "wp:menu_order": 0,
        "wp:post_type": "post",
        "wp:post_password": "",
    }
    terms, meta, extra = values.pop("terms", ()), values.pop("meta", {}), values.pop("extra", "")
    prefixed = {"content": "content:encoded", "excerpt": "excerpt:encoded", "creator": "dc:creator"}
    for key, value in values.items():
        name = prefixed.get(key, key)
        fields[name if name in fields else f"wp:{name}"] = value
    body = "".join(
        f"<{name}><![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>\n"
        for name, value in fields.items()
    )
    for domain, slug, name in terms:
        body += f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>\n'
    for key, value in meta.items():
        body += (
            f"<wp:postmeta><wp:meta_key>{escape(key)}</wp:meta_key>"
            f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
        )
    return f"<item>\n{body}{extra}</item>\n"


def attachment(number: int, address: str, **values: Any) -> str:
    """Return the item of an attachment; `alt` is its alternative text."""
    meta = {"_wp_attachment_image_alt": values.pop("alt")} if "alt" in values else {}
    words = {"title": f"File {number}", "status": "inherit", "content": ""} | values
    return post(post_id=number, post_type="attachment", attachment_url=address, meta=meta, **words)


def comment(number: int = 1) -> str:
    """Return a comment with what nobody else should keep."""
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        "<wp:comment_author_email>reader@mail.example</wp:comment_author_email>"
        "<wp:comment_content><![CDATA[Well said.]]></wp:comment_content></wp:comment>"
    )


def export(*items: str, head: str = "") -> str:
    """Return a whole export."""
    return f"{_HEAD}{head or user('iokafor', 'Ines Okafor')}{''.join(items)}{_END}"


def readings(folder: Path, data: str | bytes, mapping: dict[str, Any] | None = None) -> list[Reading]:
    """Return what the reader makes of an export, and prove that each reading's data makes it again."""
    path = folder / "export.xml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    context = {"map": mapping or {}}
    found = list(wxr.read(Source(path, path.name, context=context)))
    for number, reading in enumerate(found):
        if reading.record is not None:
            again = folder / f"again-{number}.xml"
            again.write_bytes(reading.data)
            (second,) = wxr.read(Source(again, path.name, context={**reading.context, **context}))
            assert second.record == reading.record
            assert _of_the_item(second) == _of_the_item(reading)
    return found


def _of_the_item(reading: Reading) -> list[str]:
    """Return what is wrong with the item itself, and not with how it was written down."""
    mended = ("XML", "UTF-8", "has no end")
    faults = [fault.problem for fault in reading.faults if fault.where]
    return [problem for problem in faults if not any(words in problem for words in mended)]


def record(folder: Path, *items: str, head: str = "", mapping: dict[str, Any] | None = None) -> Record:
    """Return the record of an export that has one."""
    found = [reading for reading in readings(folder, export(*items, head=head), mapping) if reading.record]
    assert len(found) == 1
    assert found[0].record is not None
    return found[0].record


def said(found: list[Reading]) -> str:
    """Return every fault of these readings as one text."""
    return "\n".join(str(fault) for reading in found for fault in reading.faults)


def packed(text: str) -> bytes:
    """Return an export as the gzip that many sites hand out."""
    return gzip.compress(text.encode())
