"""Blocks of the editor of 2018 and later: comments around HTML, dropped with what they mean kept.

What stands outside of any block is content of the old kind, with its empty lines and shortcodes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from archive.importing import untrusted
from archive.importing.readers.wxr.lookup import BLOCK
from archive.importing.readers.wxr.markup import (
    comments,
    escaped,
    figure,
    image,
    is_address,
    is_picture,
    link,
    open_widgets,
    watched_at,
    without_comments,
)
from archive.importing.readers.wxr.page import DEEPEST, Page
from archive.importing.readers.wxr.paragraphs import paragraphs
from archive.importing.readers.wxr.shortcodes import expand

_BLOCK = re.compile(
    r"\s+(?P<close>/?)wp:(?P<name>[a-z][a-z0-9_/-]*?)(?P<alone>/?)(?:\s+(?P<rest>.*))?", re.DOTALL
)
_NOTE = re.compile(
    r"<sup\b[^<>]*?\sdata-fn=[\"']([\w-]{1,64})[\"'][^<>]*>.{0,500}?</sup>", re.IGNORECASE | re.DOTALL
)
_WRAPPER = re.compile(
    r"<div class=\"wp-block-(?:embed__wrapper|embed-wrapper)\">\s*([^\s<>]{1,2000})\s*</div>", re.IGNORECASE
)
_DOWNLOAD = re.compile(r"<a\b[^<>]*wp-block-file__button[^<>]*>.{0,2000}?</a>", re.IGNORECASE | re.DOTALL)
_FIGURE = re.compile(r"</?figure\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_DYNAMIC = frozenset(
    """
    latest-posts latest-comments categories tag-cloud calendar search rss archives page-list navigation
    query query-loop post-title post-content post-excerpt post-author post-date post-featured-image post-terms
    loginout site-title site-logo site-tagline social-links social-link template-part pattern comments
    post-navigation-link read-more avatar home-link next-page jetpack/contact-form jetpack/related-posts
    jetpack/subscriptions
    """.split()
)
_SILENT = frozenset("more nextpage spacer footnotes".split())
_KEYS_OF_PLUMBING = re.compile(
    r"^_|class|style|align|colou?r|size|width|height|font|layout|id$|^mode$|^name$|margin|padding|^type$|anchor|icon|slug|ref"
    r"|target|^rel$|animation|gradient|opacity|position|level|^is[A-Z]|^has[A-Z]|^show|^hide|unique|version",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Frame:
    name: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)


def has_blocks(content: str) -> bool:
    """Whether content was made with blocks."""
    return "<!-- wp:" in content


def render(content: str, page: Page, notes: dict[str, str]) -> str:
    """Return the HTML of content made with blocks. `notes` are its footnotes by their keys."""
    frames = [_Frame()]
    at = 0
    for start, end in comments(content):
        found = _BLOCK.fullmatch(content[start + 4 : end - 3])
        if found is None:
            continue
        _take(frames, content[at:start], page)
        at = end
        name = found["name"].removeprefix("core/").removeprefix("core-")
        rest = (found["rest"] or "").strip()
        if found["close"]:
            if any(frame.name == name for frame in frames[1:]):
                while len(frames) > 1:
                    frame = frames.pop()
                    frames[-1].parts.append(
                        _block(frame.name, frame.attributes, "".join(frame.parts), page, notes)
                    )
                    if frame.name == name:
                        break
            continue
        alone = bool(found["alone"]) or rest.endswith("/")
        attributes = _attributes(rest.removesuffix("/"))
        if alone:
            frames[-1].parts.append(_block(name, attributes, "", page, notes))
        elif len(frames) < _MOST_OPEN:
            frames.append(_Frame(name, attributes))
    _take(frames, content[at:], page)
    while len(frames) > 1:
        frame = frames.pop()
        frames[-1].parts.append(_block(frame.name, frame.attributes, "".join(frame.parts), page, notes))
    return _NOTE.sub(lambda found: _referred(found, page, notes), "".join(frames[0].parts))


_MOST_OPEN = 150


def _take(frames: list[_Frame], text: str, page: Page) -> None:
    """Take what stands between two blocks: HTML within one, content of the old kind outside of all."""
    if len(frames) > 1:
        frames[-1].parts.append(text)
    elif text.strip():
        frames[-1].parts.append(classic(text, page))


def classic(text: str, page: Page) -> str:
    """Return the HTML of content of the old kind."""
    return paragraphs(_with_addresses(open_widgets(expand(without_comments(text), page))))


_LONELY = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"\[\]]{4,2000})[ \t]*$")


def _with_addresses(text: str) -> str:
    """Return text whose lines that are nothing but an address are links: WordPress embeds what is there."""
    return _LONELY.sub(lambda found: f"\n\n{link(watched_at(found[1]))}\n\n", text)


def _attributes(rest: str) -> dict[str, Any]:
    if not rest.strip().startswith("{"):
        return {}
    try:
        return untrusted.load(rest.strip())[0]
    except untrusted.NotAnObject:
        return {}


def _block(name: str, attributes: dict[str, Any], inside: str, page: Page, notes: dict[str, str]) -> str:
    """Return the HTML of one block."""
    if name in _SILENT:
        return "" if name != "footnotes" else _TAGS.sub("", inside).strip() and inside
    if name in ("freeform", "classic", "shortcode"):
        return classic(inside, page)
    if name == "block":
        return _reused(attributes, page, notes)
    shape = _SHAPES.get("embed" if name.startswith("embed/") else name)
    if shape is not None:
        return shape(attributes, inside, page)
    if inside.strip():
        return expand(inside, page) if "[" in inside or "((" in inside else inside
    if name in _DYNAMIC:
        page.blocks[name] += 1
        return ""
    page.blocks[name] += 1
    return "\n".join(_texts(attributes))


def _reused(attributes: dict[str, Any], page: Page, notes: dict[str, str]) -> str:
    number = str(attributes.get("ref", ""))
    found = page.lookup.find(BLOCK, number) if number.isdecimal() and page.depth < DEEPEST else None
    if found is None:
        page.blocks["block"] += 1
        return ""
    page.depth += 1
    try:
        return render(found.text, page, notes) if has_blocks(found.text) else classic(found.text, page)
    finally:
        page.depth -= 1


def _referred(found: re.Match[str], page: Page, notes: dict[str, str]) -> str:
    text = notes.get(found[1])
    return found[0] if text is None else page.notes.refer(text, found[1])


def _embed(attributes: dict[str, Any], inside: str, page: Page) -> str:
    address = attributes.get("url")
    inside = _WRAPPER.sub(lambda found: f"<p>{link(watched_at(html.unescape(found[1])))}</p>", inside)
    if not _TAGS.sub("", inside).strip() and isinstance(address, str) and is_address(address):
        return f"<p>{link(watched_at(address))}</p>"
    return inside if "<figcaption" in inside else _FIGURE.sub("", inside)


def _gallery(attributes: dict[str, Any], inside: str, page: Page) -> str:
    if "<img" in inside:
        return inside
    numbers = [str(number) for number in attributes.get("ids") or () if isinstance(number, int | str)]
    shown = page.pictures(numbers)
    if not shown:
        page.blocks["gallery"] += 1
    return shown + (inside if _TAGS.sub("", inside).strip() else "")


def _image(attributes: dict[str, Any], inside: str, page: Page) -> str:
    if "<img" in inside:
        return expand(inside, page)
    shown = page.pictures([str(attributes.get("id", ""))])
    address = attributes.get("url")
    if not shown and isinstance(address, str) and is_picture(address) and is_address(address):
        shown = figure(image(address, str(attributes.get("alt", ""))))
    return shown + inside


def _pullquote(attributes: dict[str, Any], inside: str, page: Page) -> str:
    inside = re.sub(r"</?(?:figure|blockquote)\b[^<>]*>", "", inside, flags=re.IGNORECASE)
    return f'<aside class="pullquote">{expand(inside, page)}</aside>'


def _file(attributes: dict[str, Any], inside: str, page: Page) -> str:
    inside = _DOWNLOAD.sub("", inside)
    address = attributes.get("href")
    if not _TAGS.sub("", inside).strip() and isinstance(address, str) and is_address(address):
        return f"<p>{link(address)}</p>"
    return re.sub(r"<(/?)div\b[^<>]*>", r"<\1p>", inside, flags=re.IGNORECASE)


def _button(attributes: dict[str, Any], inside: str, page: Page) -> str:
    return re.sub(r"<(/?)div\b[^<>]*>", r"<\1p>", inside, flags=re.IGNORECASE)


def _html(attributes: dict[str, Any], inside: str, page: Page) -> str:
    return expand(inside, page)


_SHAPES: dict[str, Callable[[dict[str, Any], str, Page], str]] = {
    "embed": _embed,
    "gallery": _gallery,
    "image": _image,
    "pullquote": _pullquote,
    "file": _file,
    "button": _button,
    "html": _html,
}


def _texts(value: Any, key: str = "") -> list[str]:
    """Return the texts that a block without HTML keeps in its attributes, as paragraphs."""
    if isinstance(value, dict):
        return [
            text
            for name, part in value.items()
            if not _KEYS_OF_PLUMBING.search(name)
            for text in _texts(part, name)
        ]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part, key)]
    if not isinstance(value, str) or not value.strip():
        return []
    value = value.strip()
    if is_address(value):
        return [f"<p>{link(value)}</p>"] if not value.startswith("#") else []
    if "<" in value:
        return [value] if re.search(r"[^\W\d_]", _TAGS.sub("", value)) else []
    is_text = " " in value or (value[:1].isupper() and len(value) > 3)
    return [f"<p>{escaped(value)}</p>"] if is_text and re.search(r"[^\W\d_]{2}", value) else []
