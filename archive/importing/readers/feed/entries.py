"""What both kinds of feed share: from what an entry says to a record."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import Any

from archive.importing.mapping import Mapping
from archive.text import addresses, dates, html
from archive.text.html import HtmlRefused

_URN = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,30}:\S")
_MAIL = re.compile(r"\s*[<(]?[\w.+-]+@[\w.-]+\.\w+[>)]?\s*")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)


def identity(own: str, url: str, home: str) -> str:
    """Return the identity of an entry: its own, with the feed's address where that is none by itself."""
    own = own.strip()
    if not own:
        return addresses.normalise(url)
    if addresses.is_safe_url(own):
        return addresses.normalise(own) or own
    if _URN.match(own) or not home:
        return own
    return f"{addresses.normalise(home)}#{own}"


def person_of(words: str) -> str:
    """Return the name in what a feed says of an author: "ada@moor.example (Ada Moor)" is Ada Moor."""
    words = " ".join(words.split())
    if "@" not in words:
        return words
    if found := re.fullmatch(r"\s*\S+@\S+\s*\(([^()]+)\)\s*", words):
        return found[1].strip()
    return _MAIL.sub(" ", words).strip(" ,;\"'") or ""


def moment(*texts: str) -> str:
    """Return the first of these dates that is one, as written in its own zone; else the first text."""
    for text in texts:
        text = text.strip()
        if not text:
            continue
        try:
            dates.parse_iso(text)
            return text
        except ValueError:
            pass
        try:
            found: dt.date = parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError, OverflowError):
            try:
                return str(dates.parse_printed(text))
            except ValueError:
                continue
        return found.isoformat()
    return next((text.strip() for text in texts if text.strip()), "")


def one_line(markup: str) -> str:
    """Return the plain text of HTML on one line."""
    try:
        return " ".join(html.to_text(markup).split())
    except HtmlRefused:
        return markup


def is_picture(address: str, kind: str = "") -> bool:
    """Whether a file is a picture, by its media type, else by the ending of its address."""
    return kind.startswith("image") if kind else bool(_PICTURE.search(address))


def finished(raw: dict[str, Any], mapping: Mapping, categories: list[str]) -> dict[str, Any]:
    """Return the record with its categories where staff want them, their words for values, and constants."""
    for name in categories:
        target = mapping.term("category", "", name)
        if target is None:
            continue
        key, value = target
        if key in ("topics", "regions", "programs", "projects", "collections", "centers"):
            if value not in raw.setdefault(key, []):
                raw[key].append(value)
        elif key == "authors":
            raw.setdefault("authors", []).append(value)
        elif not raw.get(key):
            raw[key] = value
    for key, value in raw.items():
        if isinstance(value, str) and value:
            raw[key] = mapping.value(key, value)
    for key, value in mapping.constants.items():
        if not raw.get(key):
            raw[key] = value
    return raw
