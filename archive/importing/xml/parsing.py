"""One element of an XML file, parsed by lxml: mended where it is known how, else read as far as it goes."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from html.entities import html5
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from archive.importing.xml.streams import refuse_declarations

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RAW_BYTES = re.compile("[\udc80-\udcff]+")
NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_XMLNS = re.compile(r"\sxmlns(?::([\w.-]+))?\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,30}):[A-Za-z_]")
_OPENS_SECTION = re.compile(r"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>\s*(<!\[CDATA\[)")
_AMPERSAND = re.compile(
    r"&(?:(amp|lt|gt|quot|apos);|#(\d{1,7}|[xX][0-9A-Fa-f]{1,6});|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_LESS_THAN = re.compile(r"<(?![A-Za-z_/!?])")
MOST_PREFIXES = 100


class XmlBroken(ValueError):
    """XML that is not well-formed; the message says what is wrong, in the parser's words."""


def namespaces_of(head: str) -> dict[str, str]:
    """Return the namespaces that the first elements of a document declare, by prefix ("" the default)."""
    found: dict[str, str] = {}
    for prefix, double, single in _XMLNS.findall(head[:50_000]):
        found.setdefault(prefix, entities.unescape(double or single))
    return found


def mend_characters(text: str) -> tuple[str, list[str]]:
    """Return the text without what XML cannot hold, and a sentence (without its subject) for each kind.

    Bytes that are not of the file's encoding are read as Windows-1252, which most of them are.
    """
    problems = []
    if not text.isascii() and _RAW_BYTES.search(text):
        count = sum(len(run) for run in _RAW_BYTES.findall(text))
        text = _RAW_BYTES.sub(
            lambda run: run[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text
        )
        problems.append(f"held {_counted(count, 'byte')} that no UTF-8 has, read as Windows-1252")
    text, count = CONTROLS.subn("", text)
    if count:
        problems.append(f"held {_counted(count, 'control character')}, which XML cannot hold; taken out")
    return (text if text.isascii() else _SURROGATES.sub("\ufffd", text)), problems


def parse(text: str) -> etree._Element:
    """Return the root element of a whole document; raises `XmlRefused` and `XmlBroken`."""
    refuse_declarations(text)
    return _parsed(text)


def element_of(text: str, namespaces: dict[str, str]) -> tuple[etree._Element, list[str]]:
    """Return one element out of a document that declared `namespaces`, and a sentence for each repair.

    What is not well-formed is mended where it is known how (ampersands, HTML's entities, the end of a CDATA
    section within one, prefixes that nobody declared), else read as far as it goes. Raises `XmlBroken`
    where nothing can be read.
    """
    text, problems = mend_characters(text)
    try:
        return _within(text, namespaces), problems
    except XmlBroken as error:
        wrong = str(error)
    namespaces = dict(namespaces)
    for prefix in dict.fromkeys(_PREFIX.findall(text)):
        if prefix not in ("xml", "xmlns") and len(namespaces) < MOST_PREFIXES:
            namespaces.setdefault(prefix, f"urn:undeclared:{prefix}")
    text = _repaired(text)
    problems.append(f"was not well-formed XML ({wrong}) and was mended")
    try:
        return _within(text, namespaces), problems
    except XmlBroken as error:
        problems[-1] = f"is not well-formed XML ({error}); what could be read of it was taken"
        return _within(text, namespaces, recover=True), problems


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _within(text: str, namespaces: dict[str, str], *, recover: bool = False) -> etree._Element:
    declared = "".join(
        f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in namespaces.items() if uri
    )
    root = _parsed(f"<_{declared}>{text}</_>", recover=recover)
    element = next(root.iterchildren(etree.Element), None)
    if element is None:
        raise XmlBroken("nothing in it is an element")
    return element


def _parsed(text: str, *, recover: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    text = re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlBroken(
            str(error).partition(" (<string>")[0].rpartition(", line ")[0] or str(error)
        ) from None
    if root is None:
        raise XmlBroken("nothing in it is an element")
    return root


def _repaired(text: str) -> str:
    """Escape what stands for itself: ampersands, HTML's entities, sections that end within themselves."""
    text = _whole_sections(text)
    out, at = [], 0
    while True:
        start = text.find("<![CDATA[", at)
        end = text.find("]]>", start) + 3 if start >= 0 else -1
        if end < 3:
            break
        out += [_escaped(text[at:start]), text[start:end]]
        at = end
    return "".join([*out, _escaped(text[at:])])


def _escaped(text: str) -> str:
    return _LESS_THAN.sub("&lt;", _AMPERSAND.sub(_reference, text))


def _whole_sections(text: str) -> str:
    """Write out sections that fill an element as escaped text: they end where the element does."""
    out, at, absent = [], 0, set()
    while found := _OPENS_SECTION.search(text, at):
        end_tag = f"</{found[1]}>"
        end = -1 if end_tag in absent else text.find(end_tag, found.end())
        if end < 0:
            absent.add(end_tag)
            out.append(text[at : found.end()])
            at = found.end()
            continue
        content = text[found.end() : end].rstrip().removesuffix("]]>").replace("]]]]><![CDATA[>", "]]>")
        out += [text[at : found.start(2)], escape(content)]
        at = end
    out.append(text[at:])
    return "".join(out)


def _reference(found: re.Match[str]) -> str:
    known, number, name = found.groups()
    if known:
        return found[0]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        good = (
            code in (9, 10, 13)
            or 32 <= code < 0xD800
            or 0xE000 <= code < 0xFFFE
            or 0x10000 <= code < 0x110000
        )
        return found[0] if good else ""
    if name and (sign := html5.get(name + ";")):
        return escape(sign)
    return "&amp;" + found[0][1:]


def closing(head: str) -> str:
    """Return the end tags of the elements that the beginning of a document leaves open."""
    return skeleton(head)[1]


def skeleton(head: str) -> tuple[str, str]:
    """Return the tags that the beginning of a document leaves open, and the end tags that close them."""
    opened: list[tuple[str, str]] = []
    counts: Counter[str] = Counter()
    for found in _TAG.finditer(_untagged(head)):
        close, name, empty = found.groups()
        if not close:
            if not empty:
                opened.append((name, found[0]))
                counts[name] += 1
        elif counts[name]:
            while True:
                last, _ = opened.pop()
                counts[last] -= 1
                if last == name:
                    break
    starts = "".join(tag for _, tag in opened)
    return starts, "".join(f"</{name}>" for name, _ in reversed(opened))


def _untagged(head: str) -> str:
    """Return a document's beginning without comments, sections and instructions, in linear time."""
    out, at = [], 0
    while found := _OPENS.search(head, at):
        out.append(head[at : found.start()])
        end = head.find(_ENDS[found[0]], found.end())
        if end < 0:
            return "".join(out)
        at = end + len(_ENDS[found[0]])
    return "".join([*out, head[at:]])


_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_OPENS = re.compile(r"<!--|<!\[CDATA\[|<\?")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")
