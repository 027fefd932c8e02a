"""Small pieces of HTML: tags as they are found in old content, and the few that are written anew."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from archive.text.addresses import is_safe_url

ATTRIBUTES = r"(?:[^<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+'|\"[^\"]*+\"|'[^']*+'|[\"'])*+"
TAG = re.compile(rf"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<attributes>{ATTRIBUTES})>")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_WIDGET = re.compile(
    r"<(?P<name>iframe|object|video|audio|embed)\b(?P<attributes>" + ATTRIBUTES + r")>", re.IGNORECASE
)
_SOURCE = re.compile(r"<(?:source|embed|param|iframe|a)\b(" + ATTRIBUTES + r")>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each comment begins and ends; one that does not end is none."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end + 3)


def without_comments(text: str) -> str:
    """Return HTML without its comments."""
    out, at = [], 0
    for start, end in comments(text):
        out.append(text[at:start])
        at = end
    return "".join([*out, text[at:]])


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a tag's inside, by lower-case name, entities decoded; the first of each."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(double or single or bare).strip())
    return found


def escaped(text: str) -> str:
    """Return text for HTML, also inside an attribute."""
    return html.escape(text, quote=True)


def is_address(text: str) -> bool:
    """Whether a text is an address that a link may have: of the web, of this site, or of a mailbox."""
    return bool(text) and (is_safe_url(text) or bool(re.fullmatch(r"(?:/|\./|#|mailto:)[^\s\"'<>]*", text)))


def is_picture(address: str) -> bool:
    """Whether an address is a picture's, by its ending."""
    return bool(_PICTURE.search(address))


def link(address: str, words: str = "") -> str:
    """Return a link with these plain words, else with the address itself."""
    return f'<a href="{escaped(address)}">{escaped(words or address)}</a>'


def figure(picture: str, caption: str = "") -> str:
    """Return a figure of HTML for a picture and for its caption."""
    words = f"<figcaption>{caption}</figcaption>" if caption.strip() else ""
    return f"<figure>{picture}{words}</figure>"


def image(address: str, alt: str = "") -> str:
    """Return a picture."""
    return f'<img src="{escaped(address)}" alt="{escaped(alt)}">'


def watched_at(address: str) -> str:
    """Return where a person sees what a player shows: the page of a video for its embedded form."""
    address = html.unescape(address).strip()
    if address.startswith("//"):
        address = "https:" + address
    parts = urlsplit(address) if is_safe_url(address) else None
    if parts is None:
        return address
    host, path = (parts.hostname or "").removeprefix("www."), parts.path
    asked = parse_qs(parts.query)
    if host in ("youtube.com", "youtube-nocookie.com"):
        if (found := re.match(r"/(?:embed|v)/([\w-]{6,})", path)) and found[1] != "videoseries":
            return f"https://www.youtube.com/watch?v={found[1]}"
        if path.startswith("/embed/videoseries") and asked.get("list"):
            return f"https://www.youtube.com/playlist?list={asked['list'][0]}"
    if host == "player.vimeo.com" and (found := re.match(r"/video/(\d+)", path)):
        return f"https://vimeo.com/{found[1]}"
    if host in ("w.soundcloud.com", "docs.google.com") and asked.get("url"):
        inner = unquote(asked["url"][0])
        return inner if is_safe_url(inner) and "api.soundcloud" not in inner else address
    return address


_AFTER_BLOCK = re.compile(
    r"(?:^|</?(?:div|section|h[1-6]|ul|ol|blockquote|table|figure|center)\b[^<>]*>|</p>)\s*$", re.IGNORECASE
)


def open_widgets(text: str) -> str:
    """Return HTML with a link in place of each player or frame; what one holds for browsers without goes."""
    out, at, absent = [], 0, set()
    while found := _WIDGET.search(text, at):
        name = found["name"].lower()
        end, inner = found.end(), ""
        if name != "embed" and name not in absent:
            ending = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, end)
            if ending:
                inner, end = text[end : ending.start()], ending.end()
            else:
                absent.add(name)
        words = _opened(found["attributes"], inner)
        before = text[max(found.start() - 60, 0) : found.start()]
        out += [text[at : found.start()], f"<p>{words}</p>" if _AFTER_BLOCK.search(before) else words]
        at = end
    return "".join([*out, text[at:]])


def _opened(tag: str, inner: str) -> str:
    attributes = attributes_of(tag)
    places = [attributes.get("src", ""), attributes.get("data-src", ""), attributes.get("data", "")]
    for found in _SOURCE.findall(inner):
        part = attributes_of(found)
        is_parameter = part.get("name", "").lower() in ("movie", "src", "url", "filename")
        places += [part.get("src", ""), part.get("href", ""), part.get("value", "") if is_parameter else ""]
    address = next((place for place in map(watched_at, places) if is_address(place)), "")
    if not address:
        return _TAGS.sub(" ", inner)
    words = attributes.get("title", "")
    return link(address, words if len(words.split()) > 1 else shortened(address))


def shortened(address: str) -> str:
    """Return an address as it can be read: of a long one without what follows its path."""
    return address if len(address) <= 100 else address.partition("?")[0][:99] + "…"


def absolute(text: str, base: str) -> str:
    """Return HTML whose relative addresses of links and pictures are written out from `base`."""
    if not is_safe_url(base):
        return text

    def written(found: re.Match[str]) -> str:
        address = html.unescape(found["address"]).strip()
        if not address or address[0] in "#?[{" or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
            return found[0]
        try:
            joined = urljoin(base, address)
        except ValueError:
            return found[0]
        return f"{found['before']}{escaped(joined)}{found['quote']}"

    return _RELATIVE.sub(written, text)


_RELATIVE = re.compile(
    r"(?P<before><(?:a|img)\b[^<>]{0,2000}?\s(?:href|src)\s*=\s*(?P<quote>[\"']))(?P<address>[^\"'<>]{0,2000})(?P=quote)",
    re.IGNORECASE,
)
