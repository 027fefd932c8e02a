"""The body as HTML: what stands around the text taken out of it, what the text holds kept, addresses made
whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from archive.importing.readers.html import phrases, trimming
from archive.importing.readers.html.chrome import is_aside
from archive.importing.readers.html.pictures import settle
from archive.importing.readers.html.printed import Head
from archive.importing.readers.html.tree import Addresses, attribute, drop, is_within, lines, words
from archive.text import html

_KEPT = frozenset(
    """
    id name lang dir title class href hreflang cite datetime src alt width height colspan rowspan
    headers scope
    abbr span start type reversed value
    """.split()
)
_GONE = (
    "script",
    "style",
    "template",
    "noscript",
    "button",
    "input",
    "select",
    "option",
    "textarea",
    "svg",
    "canvas",
    "link",
    "meta",
    "nav",
    "dialog",
)
_UNWRAPPED = frozenset(
    (
        "font",
        "center",
        "span",
        "div",
        "section",
        "article",
        "main",
        "header",
        "body",
        "picture",
        "form",
        "o:p",
        "big",
        "label",
        "fieldset",
    )
)
_MEANINGFUL = frozenset(("id", "lang", "dir", "title", "class"))
_CLASSES = {"footnotes": "footnotes", "footnote": "footnote", "fnref": "fnref", "fn-back": "fn-back",
            "pullquote": "pullquote",
            "wp-block-footnotes": "footnotes", "wp-block-pullquote": "pullquote", "pull-quote": "pullquote",
            "endnotes": "footnotes",
            "footnote-ref": "fnref", "footnote-backref": "fn-back",
            "footnotes-list": "footnotes"}  # fmt: skip
_META = re.compile(
    r"(?:^|\s)(?:(?:entry|post|article|node|page|blog|item)[_-]{1,2}(?:meta|footer|header|info"
    r"|details|date|author|authors|tags|byline|title|categories|category)"
    r"|byline|by-line|author-?(?:bio|box|info|card|name|meta|block|list)|about-?(?:the-)?authors?"
    r"|authors?|post-?tags|tags?-?(?:links|list)?|cat-links|posted-on"
    r"|meta|postmetadata|metadata|submitted|kicker|eyebrow|dateline-meta|reading-time|read-time"
    r"|field--?name--?field-(?:tags?|topics?|author|authors|date|image-credit-only)"
    r"|publish(?:ed)?-?date|wp-block-post-(?:title|date|author|terms|author-name|excerpt)"
    r"|wp-block-post-author__content|breadcrumb|print-only|download-?(?:button|link|pdf)?"
    r"|node__links)(?:\s|$)"
)
_READER_ONLY = frozenset(
    ("sr-only", "screen-reader-text", "visually-hidden", "element-invisible", "visuallyhidden", "u-hidden")
)
_ANCHOR_SIGNS = frozenset(("#", "¶", "§", "🔗", "Link to this heading", "Permalink", "Permanent link"))
_CAPTION_BOX = re.compile(
    r"(?:^|\s)(?:wp-caption|image-caption-container|captioned-image|sqs-block-image|img-caption"
    r"|image-with-caption|figure)(?:\s|$)"
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption|image-caption|caption-text|figcaption)(?:$|[\s_-])"
)
_NOTES = re.compile(r"foot-?notes?|endnotes?|references?|bibliograph|sources|citations?", re.IGNORECASE)
_DEEP = 120


@dataclass(slots=True)
class Body:
    """The HTML of a body, the words of its first line, and the documents that it offers for download."""

    html: str = ""
    documents: list[dict[str, str]] = field(default_factory=list)
    text: str = ""


def write(container: HtmlElement, head: Head, addresses: Addresses, lead: str = "") -> Body:
    """Return the body in `container`, which is changed; `lead` is the address of the picture above it."""
    body = Body()
    body.documents = documents(container, addresses)
    _take_out(container)
    settle(container, addresses)
    trimming.head_off(container, head, lead)
    trimming.tail_off(container)
    trimming.buttons_off(container)
    _rename(container)
    _links(container, addresses)
    _strip(container)
    body.html = _serialised(container)
    body.text = words(container)
    return body


def documents(root: HtmlElement, addresses: Addresses) -> list[dict[str, str]]:
    """Return the PDFs that links offer as the work itself: their words say so, or they stand alone."""
    found: dict[str, dict[str, str]] = {}
    for link in root.iter("a"):
        href = attribute(link, "href")
        if ".pdf" not in href.lower() or is_aside(link):
            continue
        url = addresses.whole(href)
        text = words(link)
        alone = words(link.getparent()) == text if link.getparent() is not None else False
        if (
            url
            and url.lower().partition("?")[0].endswith(".pdf")
            and ((phrases.DOWNLOAD.search(text) and len(text) < 120) or (alone and not _in_notes(link)))
        ):
            title = "" if phrases.SHARE.fullmatch(text) or text.lower() in ("pdf", "here") else text
            known = found.setdefault(url, {"url": url, "title": title[:300]})
            known["title"] = known["title"] or title[:300]
    return list(found.values())[:20]


def _in_notes(element: HtmlElement) -> bool:
    return any(
        one.tag in ("li", "blockquote", "td")
        or _NOTES.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in list(element.iterancestors())[:6]
    )


def _take_out(container: HtmlElement) -> None:
    """Take out what is none of the text: marked chrome, tags and bylines, scripts, what is hidden."""
    total = sum(len(line.words) for line in lines(container)) or 1
    for element in list(container.iter()):
        if element is container or not isinstance(element.tag, str):
            continue
        if element.getparent() is None or not is_within(element, container):
            continue
        if element.tag in _GONE:
            if element.tag == "noscript":
                _unhide(element)
            elif element.tag != "option" or element.getparent().tag != "select":
                drop(element)
            continue
        if is_aside(element):
            drop(element)
            continue
        named = (element.get("class") or "").lower()
        if named or element.tag == "footer":
            _judge(element, named, total)
        if element.tag == "a" and words(element) in _ANCHOR_SIGNS and _in_a_heading(element):
            drop(element)


def _judge(element: HtmlElement, named: str, total: int) -> None:
    names = set(named.split())
    if names & _READER_ONLY and len(words(element)) < 120:
        drop(element)
        return
    if element.tag == "footer" and not _keeps(element):
        drop(element)
        return
    if element.tag in (
        "h2",
        "h3",
        "h4",
        "figure",
        "img",
        "figcaption",
        "blockquote",
        "sup",
        "table",
        "cite",
        "p",
    ) and not _META.search(named):
        return
    if _META.search(named) and element.tag not in ("img", "figure", "figcaption", "table", "cite"):
        size = len(words(element))
        if size < max(0.25 * total, 250) and not _keeps(element) and size < 2_500:
            drop(element)


def _keeps(element: HtmlElement) -> bool:
    """Say whether an element holds notes or the source of a quotation, which stay whatever it is called."""
    if any(one.tag in ("blockquote", "figure") for one in element.iterancestors()):
        return True
    return any(
        _NOTES.search(f"{one.get('class') or ''} {one.get('id') or ''} {one.get('role') or ''}")
        for one in element.iter()
        if isinstance(one.tag, str)
    )


def _unhide(noscript: HtmlElement) -> None:
    """Keep the picture that stands in `<noscript>` for one that a script loads."""
    picture = noscript.find(".//img")
    if picture is not None and picture.get("src"):
        before = noscript.getprevious()
        if before is not None and before.tag == "img":
            before.set("src", picture.get("src"))
        elif before is None or before.find(".//img") is None:
            noscript.drop_tag()
            return
    drop(noscript)


def _in_a_heading(element: HtmlElement) -> bool:
    return any(one.tag in ("h1", "h2", "h3", "h4", "h5", "h6") for one in list(element.iterancestors())[:3])


def _rename(container: HtmlElement) -> None:
    """Make figures of the boxes that systems put captions in, and name notes as the archive does."""
    for element in list(container.iterfind(".//*[@class]")):
        named = element.get("class").lower()
        if (
            element.tag in ("div", "dl", "p", "span", "table")
            and _CAPTION_BOX.search(named)
            and element.find(".//img") is not None
            and element.find(".//figure") is None
        ):
            caption = next(
                (
                    one
                    for one in element.iterfind(".//*[@class]")
                    if _CAPTION.search(one.get("class").lower())
                ),
                None,
            )
            if caption is not None and caption.tag not in ("figcaption", "td", "tr"):
                element.tag, caption.tag = "figure", "figcaption"
        kept = [_CLASSES[name] for name in named.split() if name in _CLASSES]
        if kept:
            element.set("class", " ".join(dict.fromkeys(kept)))
        else:
            del element.attrib["class"]
    for element in container.iterfind(".//*[@role]"):
        role = element.get("role")
        name = {
            "doc-endnotes": "footnotes",
            "doc-footnote": "footnote",
            "doc-noteref": "fnref",
            "doc-backlink": "fn-back",
        }.get(role)
        if name and not element.get("class"):
            element.set("class", name)


def _links(container: HtmlElement, addresses: Addresses) -> None:
    for element in container.iter("a"):
        href = attribute(element, "href")
        if not href or href.startswith("#") or re.match(r"(?i)(?:mailto|tel|javascript):", href):
            if href.lower().startswith("javascript:"):
                del element.attrib["href"]
            continue
        whole = addresses.whole(href)
        if whole and "#" in whole and addresses.is_own(whole):
            element.set("href", whole[whole.index("#") :])
        elif whole:
            element.set("href", whole)
    for element in container.iterfind(".//*[@cite]"):
        element.set("cite", addresses.whole(attribute(element, "cite")) or attribute(element, "cite"))


def _strip(container: HtmlElement) -> None:
    """Take off attributes without meaning, elements that only wrap, and blocks that have become empty."""
    for element in list(container.iter()):
        if not isinstance(element.tag, str):
            drop(element)
            continue
        for name in list(element.attrib):
            if name not in _KEPT or (name == "title" and element.tag not in ("abbr", "a", "dfn", "acronym")):
                del element.attrib[name]
        if element.tag == "h1" and element is not container:
            element.tag = "h2"
    depth_left = _too_deep(container)
    for element in list(container.iter()):
        if element is container or element.tag not in _UNWRAPPED or _MEANINGFUL & set(element.keys()):
            continue
        if (
            element.tag in ("div", "section", "article", "main", "header", "center", "form", "fieldset")
            and not depth_left
            and _needs_box(element)
        ):
            element.tag = "div"
            continue
        element.drop_tag()
    for element in reversed(
        list(
            container.iter(
                "p",
                "div",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "ul",
                "ol",
                "li",
                "a",
                "section",
                "blockquote",
                "figure",
                "strong",
                "em",
                "b",
                "i",
                "header",
                "aside",
                "span",
                "figcaption",
                "dl",
            )
        )
    ):
        if (
            element is not container
            and len(element) == 0
            and not (element.text or "").strip(" \t\r\n\u00a0\u200b")
            and not element.get("id")
            and not element.get("name")
        ):
            drop(element)
    if len(container):
        container.text = (container.text or "").lstrip() or None


def _needs_box(element: HtmlElement) -> bool:
    """Say whether loose text in a block would run into its neighbours without it."""
    return (
        bool((element.text or "").strip())
        or any((child.tail or "").strip() for child in element)
        or all(
            child.tag in ("a", "b", "strong", "em", "i", "span", "br", "img", "u", "sup") for child in element
        )
    )


def _too_deep(container: HtmlElement) -> bool:
    depth = deepest = 0
    for kind, _ in etree.iterwalk(container, events=("start", "end")):
        depth += 1 if kind == "start" else -1
        deepest = max(deepest, depth)
    return deepest > _DEEP


def _serialised(container: HtmlElement) -> str:
    parts = [html_escape(container.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in container]
    return re.sub(r"\n\s*\n+", "\n", "".join(parts)).strip()


def html_escape(text: str) -> str:
    """Return text as it stands in HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def from_plain(text: str) -> str:
    """Return a plain text of metadata as paragraphs."""
    return html.from_paragraphs([part.strip() for part in re.split(r"\n\s*\n|\r\n|\n", text)])
