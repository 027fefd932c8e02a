"""What single shortcodes mean: pictures, films, buttons, boxes; Hugo's, Hexo's and houses' own."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

_PICTURES = re.compile(
    r"(?:legacy-|lazy-|responsive-|content-)?(?:figure|fig|img|image|picture|photo|asset_img|imgproc)"
    r"(?:-(?:right|left|center|full|flexible|wide|inline))?|include/?(?:figure|image)"
)
_INCLUDED = re.compile(r"(?:.*/)?([\w-]+)(?:\.\w+)?$")
_ADDRESSES = frozenset(
    "ref relref link tmp legacy-file asset-static post_url post_link post_path asset_path url absurl"
    " relurl".split()
)
_FILMS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "x": "https://x.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
}
_EMBEDS = frozenset(
    (*_FILMS, "fb-video", "facebook", "cspan-iframe", "iframe", "video", "audio", "soundcloud", "embed")
)
_BOXES = frozenset(
    """
    note box ring accordion alert callout notice admonition warning info tip important caution danger hint
    panel    card details expand collapse aside sidebar
    """.split()
)
_QUOTES = frozenset(("blockquote", "quote"))
_TRANSPARENT = frozenset(
    ("rawhtml", "html", "unsafe", "markdown", "md", "center", "div", "span", "row", "column", "columns")
)
_NOTHING = frozenset(("toc", "clear", "clearfix", "more"))
_WORDS = ("title", "text", "label", "caption", "alt", "intro", "content", "cite")


@dataclass(frozen=True, slots=True)
class Call:
    """One shortcode: `name`, its arguments by name and in order, if it closes a pair or is closed."""

    name: str
    named: dict[str, str]
    positional: list[str]
    closing: bool = False
    paired: bool = False

    def value(self, *names: str) -> str:
        """Return the argument of the first of these names that has one, else the first without a name."""
        found = next((self.named[name] for name in names if self.named.get(name)), "")
        return found or (self.positional[0] if self.positional else "")

    def get(self, *names: str) -> str:
        """Return the argument of the first of these names that has one, else ""."""
        return next((self.named[name] for name in names if self.named.get(name)), "")

    def words(self) -> str:
        """Return the arguments that a reader would have read."""
        return " ".join(self.named[name] for name in _WORDS if self.named.get(name))


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML for the place of a shortcode; a `block` stands between paragraphs.

    `parts` says that it must stand on lines of its own, `address` is what it is in an attribute, `code` the
    code of a picture that is no path.
    """

    html: str
    block: bool = False
    parts: bool = False
    address: str = ""
    code: str = ""


def escaped(text: str) -> str:
    """Return text as it stands in HTML and in attributes."""
    return html.escape(text)


def is_address(name: str) -> bool:
    """Say whether a shortcode prints an address."""
    return name in _ADDRESSES and name != "asset-static"


def html_of(call: Call, link: Callable[[str], str], inline: Callable[[str], str]) -> Piece | None:
    """Return what a shortcode means, None where that is not known."""
    name = call.name
    if name == "include" and call.positional:
        found = _INCLUDED.match(call.positional[0])
        name = found[1].lower() if found else name
        call = Call(name, call.named, call.positional[1:])
    if call.closing:
        return _closing(name)
    if _PICTURES.fullmatch(name):
        return _picture(call, link, inline)
    if name in _EMBEDS:
        return _embed(call)
    if name in _BOXES:
        return _box(call, inline)
    if name in _QUOTES and call.paired:
        return Piece("<blockquote>", block=True, parts=True)
    if name == "pullquote":
        return (
            Piece('<aside class="pullquote">', block=True, parts=True)
            if call.paired
            else _quotation(call, inline)
        )
    if name in ("quote-block", *_QUOTES):
        return _quotation(call, inline)
    if name in ("button", "btn", "cta", "featured-resource", "card-policy", "card-prompt", "asset-static"):
        return _link(call, link, inline)
    if name in ("highlight", "mark") and call.paired and not call.positional:
        return Piece("<mark>")
    if name in ("br", "linebreak"):
        return Piece("<br>")
    if name in _NOTHING or name in _TRANSPARENT:
        return Piece("")
    return None


def _closing(name: str) -> Piece | None:
    if name in _BOXES or name == "pullquote":
        return Piece("</aside>", block=True, parts=True)
    if name in _QUOTES:
        return Piece("</blockquote>", block=True, parts=True)
    if name in ("highlight", "mark"):
        return Piece("</mark>")
    return Piece("") if name in _TRANSPARENT or _PICTURES.fullmatch(name) else None


def _picture(call: Call, link: Callable[[str], str], inline: Callable[[str], str]) -> Piece:
    source = call.value("src", "image", "url", "file", "path", "link", "uid")
    alternative = call.get("alt", "image-alt")
    caption = inline(" ".join(filter(None, (call.get("title"), call.get("caption", "text")))))
    credit = inline(call.get("attr", "credit", "attribution"))
    caption = " ".join(filter(None, (caption, credit)))
    code = source if source and "." not in source.rpartition("/")[2] and "://" not in source else ""
    if code:
        words = caption or escaped(alternative)
        return Piece(f"<p>{words}</p>" if words else "", block=bool(words), code=code)
    picture = f'<img src="{escaped(source)}" alt="{escaped(alternative)}">' if source else ""
    if caption:
        picture += f"<figcaption>{caption}</figcaption>"
    return Piece(f"<figure>{picture}</figure>" if picture else "", block=bool(picture))


def _embed(call: Call) -> Piece | None:
    address = call.value("id", "src", "url", "href", "link")
    if not address:
        return None
    if "://" not in address:
        pattern = _FILMS.get(call.name)
        if pattern is None:
            return None
        address = pattern.format("/".join(call.positional) if call.name == "gist" else address)
    words = call.get("title", "caption", "alt") or address
    return Piece(f'<p><a href="{escaped(address)}">{escaped(words)}</a></p>', block=True)


def _box(call: Call, inline: Callable[[str], str]) -> Piece:
    words = [inline(call.get(name)) for name in ("kicker", "title", "heading", "summary")]
    title = ": ".join(filter(None, words))
    opening = f"<aside>{f'<p><strong>{title}</strong></p>' if title else ''}"
    if call.paired:
        return Piece(opening, block=True, parts=True)
    text = inline(call.get("text", "content") or " ".join(call.positional))
    return Piece(f"{opening}{f'<p>{text}</p>' if text else ''}</aside>" if title or text else "", block=True)


def _quotation(call: Call, inline: Callable[[str], str]) -> Piece | None:
    text = inline(call.value("text", "quote", "content"))
    if not text:
        return None
    by = inline(call.get("cite", "author", "attribution", "source"))
    return Piece(
        f"<blockquote><p>{text}</p>{f'<p><cite>{by}</cite></p>' if by else ''}</blockquote>", block=True
    )


def _link(call: Call, link: Callable[[str], str], inline: Callable[[str], str]) -> Piece | None:
    address = call.value("href", "link", "url", "src", "file", "button-url")
    words = inline(call.get("text", "label", "title", "button-text"))
    if not address and not words:
        return None
    kicker, intro = inline(call.get("kicker")), inline(call.get("intro"))
    anchor = f'<a href="{escaped(link(address))}">{words or escaped(address)}</a>'
    if call.name == "asset-static":
        return Piece(anchor)
    before = f"<p>{intro}</p>" if intro else ""
    return Piece(f"{before}<p>{f'<strong>{kicker}:</strong> ' if kicker else ''}{anchor}</p>", block=True)
