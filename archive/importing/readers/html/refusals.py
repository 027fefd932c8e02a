"""Pages that are no articles, and why: what they say of themselves, where they stand, how they are built."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.importing.readers.html import phrases
from archive.importing.readers.html.chrome import Weights, is_aside
from archive.importing.readers.html.container import is_scattered
from archive.importing.readers.html.tree import attribute, lines, tokens, words
from archive.text import strings

_REFRESH = re.compile(r"\s*(\d+)\s*[;,]\s*url\s*=\s*[\"']?([^\"']{1,500})", re.IGNORECASE)
FEWEST_SIGNS = 120
MUCH_PROSE = 500
_NO_SCRIPT = re.compile(
    r"(?i)enable javascript|javascript (?:is|to be) (?:required|enabled|disabled)"
    r"|requires javascript|включите javascript"
)


def technical(root: HtmlElement) -> str:
    """Return why a page holds no text of its own (frames, an address to go on to); "" where it may."""
    body = root.find("body")
    signs = sum(len(line.words) for line in lines(body)) if body is not None else 0
    frames = list(root.iter("frame")) or ([] if signs > FEWEST_SIGNS else list(root.iter("iframe")))
    if (root.find(".//frameset") is not None and frames) or (frames and signs < FEWEST_SIGNS):
        shown = ", ".join(filter(None, (attribute(frame, "src") for frame in frames[:3])))
        return f"is a page of frames, whose text is in other pages ({shown or 'unnamed'})"
    for element in root.iter("meta"):
        if attribute(element, "http-equiv").lower() == "refresh" and signs < 600:
            found = _REFRESH.match(attribute(element, "content"))
            if found and int(found[1]) < 30:
                return f"only leads on to {found[2].strip()}"
    return ""


def not_found(title: str, headings: list[str]) -> bool:
    """Say whether a page says that it was not found, whatever the server called it."""
    shown = [title, *headings[:2]]
    parts = [part for text in shown for part in (text, *re.split(r"\s+[|–—-]\s+|\s*\|\s*", text))]
    return any(phrases.NOT_FOUND.fullmatch(part.strip()) for part in parts if part)


def by_title(titles: list[str]) -> str:
    """Return what kind of page its title says it is; "" where it may be an article."""
    for title in titles:
        for part in (title, re.split(r"\s+[|–—-]\s+|\s*\|\s*", title)[0]):
            kind = next(
                (kind for kind, pattern in phrases.PAGES.items() if pattern.fullmatch(part.strip())), ""
            )
            if kind:
                return kind
    return ""


def by_address(address: str) -> str:
    """Return what kind of page its address says it is; "" where it may be an article."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = [segment.lower() for segment in unquote(parts.path).split("/") if segment]
    path = path[:-1] if path and re.fullmatch(r"(?:index|default|home)\.\w{2,5}", path[-1]) else path
    if path and re.fullmatch(r"[a-z]{2}(?:-[a-z]{2})?", path[0]):
        path = path[1:]
    if address and not path and not re.search(r"(?:^|&)(?:p|id|page_id|article|post|lang)=", parts.query):
        return "a front page"
    if not path:
        return ""
    if re.search(r"(?:^|&)(?:s|q|query|search|keys)=[^&]", parts.query):
        return "a page of search results"
    last = re.sub(r"\.\w{2,5}$", "", path[-1])
    if last in phrases.SEGMENTS:
        return phrases.SEGMENTS[last]
    if len(path) > 1 and path[-2] in ("page", "p") and last.isdigit():
        return "a listing"
    if (
        len(path) > 1
        and path[-2] in phrases.SEGMENTS
        and phrases.SEGMENTS[path[-2]] != "a page about the institution"
    ):
        return phrases.SEGMENTS[path[-2]]
    return ""


def by_classes(root: HtmlElement) -> str:
    """Return what the classes of `<body>` or its main node say; "" where it may be an article."""
    body = root.find("body")
    names = tokens(body) if body is not None else []
    if is_single(root):
        return next(
            (
                phrases.CLASSES[name]
                for name in names
                if name.startswith("node-type-") and name in phrases.CLASSES
            ),
            "",
        )
    kinds = [phrases.CLASSES[name] for name in names if name in phrases.CLASSES]
    return kinds[0] if kinds else ""


def is_single(root: HtmlElement) -> bool:
    """Say whether the classes of `<body>` call the page one work."""
    body = root.find("body")
    names = (
        [re.sub(r"^(?:page-)?node--?type--?", "node-type-", name) for name in tokens(body)]
        if body is not None
        else []
    )
    return any(phrases.SINGLE.fullmatch(name) and name not in phrases.CLASSES for name in names)


def by_structure(root: HtmlElement, container: HtmlElement | None, weights: Weights) -> str:
    """Return what a page's build says: a list of teasers, links without prose, a form and nothing else."""
    body = root.find("body")
    if body is None:
        return "a page without a body"
    if (
        any(attribute(one, "type").lower() == "password" for one in body.iter("input"))
        and weights.get(body, 0.0) < 1_500
    ):
        return "a form to sign in"
    main = _main(body)
    if container is not None and is_scattered(container, weights):
        return "a listing"
    if container is not None and container is not main and weights.get(container, 0.0) > MUCH_PROSE:
        return ""
    if is_scattered(main, weights):
        return "a listing"
    signs = linked = 0
    for line in lines(main):
        if not is_aside(line.element):
            signs += len(line.words)
            linked += line.linked
    if signs > 200 and linked > 0.6 * signs:
        return "a listing"
    return ""


def without_scripts(root: HtmlElement) -> bool:
    """Say whether a page shows its text only to those who run its scripts."""
    return any(
        _NO_SCRIPT.search(words(one)[:600])
        for one in root.iter("noscript", "p", "div")
        if len(words(one)) < 600
    )


def _main(body: HtmlElement) -> HtmlElement:
    for found in (
        body.iter("main"),
        body.iterfind(".//*[@role='main']"),
        body.iterfind(".//*[@id='content']"),
    ):
        element = next((one for one in found if not is_aside(one)), None)
        if element is not None:
            return element
    return body


def sentence(kind: str) -> tuple[str, str]:
    """Return the problem and the remedy for a page of some kind."""
    return f"is {kind}, not an article", "Leave it out of the import"


def is_person(titles: list[str], people_named: list[str]) -> bool:
    """Say whether a page is about the one person whom its title names."""
    keys = {strings.loose_key(name) for name in people_named}
    return any(strings.loose_key(title) in keys for title in titles)
