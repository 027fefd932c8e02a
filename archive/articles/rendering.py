"""A body as a page shows it: links lead to where works stand today, pictures come from this site alone.

What is stored stays as its source wrote it; nothing here is ever written back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from django.core.files.storage import default_storage

from archive.files import IN_BODIES

_TAG = re.compile(r"<a [^>]*>|</a>|<img [^>]*>")
_ADDRESS = re.compile(r'( (?:href|src)=")([^"]*)(")')
_ATTRIBUTE = re.compile(r' (src|alt|width|height)="([^"]*)"')
_OF_THE_SITE = re.compile(rf"{re.escape(IN_BODIES)}|/static/")


def render(body: str, addresses: Mapping[str, str], own: str = "") -> str:
    """Return a clean body with links to works led to `addresses` (by href), and no foreign picture.

    A link to a place on the page itself, whose address is `own`, stays on whatever page shows the body.
    A file of this archive is written `/media/…` in every body and shown at its address in the storage. A
    picture that is only an address on the network would tell that site who reads here: in its place stands
    a link, with the picture's alternative text, or the name of the file.
    """
    if not addresses and "<img " not in body and IN_BODIES not in body:
        return body
    in_link = False

    def shown(found: re.Match[str]) -> str:
        nonlocal in_link
        tag = found[0]
        if tag == "</a>":
            in_link = False
            return tag
        if tag.startswith("<a "):
            in_link = True
            return _ADDRESS.sub(lambda part: part[1] + _led(part[2], addresses, own) + part[3], tag, count=1)
        values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        source = values.get("src", "")
        if source.startswith(IN_BODIES):
            return _ADDRESS.sub(lambda part: part[1] + _led(part[2], {}, "") + part[3], tag, count=1)
        return tag if _OF_THE_SITE.match(source) else _in_place_of(values, in_link)

    return _TAG.sub(shown, body)


def _led(raw: str, addresses: Mapping[str, str], own: str) -> str:
    """Return an attribute's address as the page has it: of the work it means, of the file in its storage."""
    href = unescape(raw)
    if href.startswith(IN_BODIES):
        return escape(default_storage.url(unquote(href.removeprefix(IN_BODIES))))
    if href not in addresses:
        return raw
    address, mark, fragment = addresses[href], *href.partition("#")[1:]
    return escape((address if address != own or not fragment else "") + mark + fragment)


def _in_place_of(picture: Mapping[str, str], in_link: bool) -> str:
    """Return what stands for a picture that is not here; nothing for the dots that count visits."""
    if {picture.get("width"), picture.get("height")} & {"0", "1"}:
        return ""
    source = picture.get("src", "").strip()
    words = picture.get("alt", "").strip() or _name_of(source)
    is_address = source.startswith("//") or source.partition(":")[0].lower() in ("http", "https")
    if in_link or not is_address:
        return f"<span>{escape(words, quote=False)}</span>"
    return f'<a href="{escape(source)}" rel="noopener">{escape(words, quote=False)}</a>'


def _name_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return unquote(parts.path).rstrip("/").rpartition("/")[2] or parts.netloc
