"""A page as a tree: parsed without losing text in silence, its words by lines, its addresses made whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from archive.text import strings
from archive.text.addresses import is_safe_url, normalise

DEEPEST = 2_000
"""Elements within one another: what lies deeper the parser would lose, so the page is refused."""

_BLOCK = frozenset(
    """ address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol option p pre
    section select summary table tbody td textarea tfoot th thead tr ul html legend iframe
    """.split()
)
_NOT_TEXT = frozenset("script style template head title noscript textarea select svg math".split())
_EMPTY_XML = re.compile(
    r"<((?:script|title|div|span|a|p|td|th|i|b|em|strong|iframe|textarea|li|ul|object|video|audio|style)"
    r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/>",
    re.IGNORECASE,
)
_SAVED_BESIDE = re.compile(
    r"(?:\./)?[^/:?#]{1,200}[_-](?:files?|dateien|fichiers|archivos|arquivos|bestanden)/", re.I
)

_BESIDE = re.compile(r"(?![a-z][a-z0-9+.-]*:)[^/?#][^?#]*", re.IGNORECASE)


class Unreadable(ValueError):
    """A page that cannot be parsed whole; the message is a sentence without its subject."""


def parse(text: str) -> HtmlElement:
    """Return the root of a page. Raises `Unreadable` where the parser would lose text or finds nothing."""
    text = strings.storable(text.replace("\x00", ""))
    if text.lstrip()[:5].lower() == "<?xml":
        text = _EMPTY_XML.sub(lambda match: f"<{match[1]}></{match[1].split()[0]}>", text)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("holds no element of a page") from None
    if any(
        entry.type_name == "ERR_RESOURCE_LIMIT" or "xcessive depth" in entry.message
        for entry in parser.error_log
    ):
        raise Unreadable(f"nests more than {DEEPEST:,} elements, and the text within cannot be read whole")
    return root


def attribute(element: HtmlElement, name: str) -> str:
    """Return an attribute's value on one line, "" where there is none."""
    return strings.tidy(element.get(name) or "")


def tokens(element: HtmlElement) -> list[str]:
    """Return the classes of an element in lower case."""
    return (element.get("class") or "").lower().split()


def words(element: HtmlElement) -> str:
    """Return the text of an element on one line: blocks are parted by a blank, inline elements are not."""
    return strings.tidy("".join(_pieces(element)))


def _pieces(element: HtmlElement) -> Iterator[str]:
    for kind, node in etree.iterwalk(element, events=("start", "end", "comment")):
        if kind == "comment":
            if node is not element and node.tail:
                yield node.tail
            continue
        name = node.tag
        apart = name in _BLOCK or name == "br"
        if kind == "start":
            if apart:
                yield " "
            if node.text and (name not in _NOT_TEXT or node is element):
                yield node.text
        else:
            if apart:
                yield " "
            if node.tail and node is not element and node.getparent().tag not in ("select", "svg"):
                yield node.tail


@dataclass(slots=True)
class Line:
    """A line as a reader sees it: its words, how many of its signs are in links, and the nodes they stand in.

    `nodes` are pairs of an element and "text" or "tail"; `element` is the first of them that holds text.
    """

    words: str
    linked: int
    element: HtmlElement
    nodes: list[tuple[HtmlElement, str]] = field(default_factory=list)

    def remove(self) -> None:
        """Take the line's text out of the tree."""
        for element, part in self.nodes:
            setattr(element, part, None)


def lines(root: HtmlElement) -> Iterator[Line]:
    """Yield the lines of an element in order, a block or a `<br>` ending each."""
    parts: list[str] = []
    nodes: list[tuple[HtmlElement, str]] = []
    linked = 0
    links = 0
    owner = root

    def flush() -> Iterator[Line]:
        nonlocal parts, nodes, linked
        if nodes:
            text = strings.tidy("".join(parts))
            if text:
                yield Line(text, min(linked, len(text)), owner, nodes)
        parts, nodes, linked = [], [], 0

    for kind, node in etree.iterwalk(root, events=("start", "end", "comment")):
        tail_only = kind == "comment"
        name = "" if tail_only else node.tag
        if kind == "start":
            if name in _BLOCK or name == "br":
                yield from flush()
            if name == "a":
                links += 1
            if node.text and name not in _NOT_TEXT:
                if not nodes and not node.text.isspace():
                    owner = node
                parts.append(node.text)
                nodes.append((node, "text"))
                linked += len(node.text) if links else 0
            continue
        if not tail_only:
            if name in _BLOCK or name == "br":
                yield from flush()
            if name == "a":
                links -= 1
        parent = node.getparent()
        if node.tail and node is not root and parent is not None and parent.tag not in _NOT_TEXT:
            if not nodes and not node.tail.isspace():
                owner = parent
            parts.append(node.tail)
            nodes.append((node, "tail"))
            linked += len(node.tail) if links > 0 else 0
    yield from flush()


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree; what follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def is_within(element: HtmlElement, ancestor: HtmlElement) -> bool:
    """Say whether an element is another one or stands in it."""
    return element is ancestor or any(one is ancestor for one in element.iterancestors())


def common_ancestor(elements: list[HtmlElement]) -> HtmlElement:
    """Return the innermost element that all of them stand in."""
    chain = [elements[0], *elements[0].iterancestors()]
    for element in elements[1:]:
        own = {id(one) for one in (element, *element.iterancestors())}
        chain = [one for one in chain if id(one) in own]
    return chain[0]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes the addresses of one page whole: `page` is its own, `base` what `<base>` says."""

    page: str = ""
    base: str = ""

    @classmethod
    def of(cls, root: HtmlElement, page: str) -> Addresses:
        """Return the addresses of a page that was captured from `page` (may be "")."""
        found = root.find(".//base[@href]")
        return cls(page, _joined(page, attribute(found, "href")) if found is not None else page)

    def whole(self, reference: str) -> str:
        """Return a web address, or a path beside a saved page; "" for what is neither."""
        reference = strings.tidy(reference).replace("\\", "/")
        if not reference or len(reference) > 4_000:
            return ""
        if _SAVED_BESIDE.match(reference):
            return reference.removeprefix("./")
        base = self.base or self.page
        joined = _joined(base, reference).replace(" ", "%20")
        if is_safe_url(joined):
            return joined
        return joined if not base and _BESIDE.fullmatch(joined) else ""

    def is_own(self, address: str) -> bool:
        """Say whether an address is that of the page itself."""
        return bool(self.page) and normalise(address.partition("#")[0]) == normalise(self.page)


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return ""
