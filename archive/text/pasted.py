"""HTML from a clipboard: what Word, Google Docs and LibreOffice put there, as the archive writes it.

They say by style what HTML says by elements, wrap everything in one bold element that is none, keep their
notes in anchors of their own, and mark places that nobody links to. `clean_pasted` keeps the words, the
structure and the notes, and nothing of the looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as lxml_html

from archive.text import word
from archive.text.html import DEEPEST, LARGEST, Cleaned, HtmlRefused, clean
from archive.text.markup import balance
from archive.text.strings import storable

_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
_NOT_SHOWN = re.compile(
    r"<(style|script|title)\b.*?</\1\s*>|<o:p>(?:\s|&nbsp;)*</o:p>", re.DOTALL | re.IGNORECASE
)
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_PLAIN = re.compile(r"font-weight:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align:\s*super", re.IGNORECASE)
_LOWERED = re.compile(r"vertical-align:\s*sub\b", re.IGNORECASE)
_SAID_BY_STYLE = ((_BOLD, "strong"), (_ITALIC, "em"), (_RAISED, "sup"), (_LOWERED, "sub"))
_HEADING = re.compile(r"\bMsoHeading(\d)|\bMso(Title)\b")
_TO_NOTE = re.compile(r"#_?(?P<kind>ftn|edn|sdfootnote|sdendnote)(?P<number>\d{1,4})(?:sym)?$")
_BACK = re.compile(r"#_?(?:ftn|edn|sdfootnote|sdendnote)(?:ref)?\d{1,4}(?:anc)?$|#_?(?:ftn|edn)ref\d{1,4}$")
_NOTE = re.compile(r"(?P<kind>ftn|edn|sdfootnote|sdendnote)(?P<number>\d{1,4})$")
_LOOKS = ("style", "class", "align", "width", "height", "title")
_EMPTY = re.compile(r"<(p|h[2-6]|li)>(?:\s|\u00a0|<br>)*</\1>\n?")
_ENDS = re.compile(r"(?:\s|<br>|<hr>)+$")
BLOCKS_WITHIN = "p ul ol li table tr td th blockquote h2 h3 h4 h5 h6 figure pre".split()


def clean_pasted(html: str, taken: str = "") -> Cleaned:
    """Return the HTML of a clipboard as clean HTML of the archive's own kind.

    `taken` begins the ids of notes: what stands in the body already has others. Raises `HtmlRefused`.
    """
    if len(html) > LARGEST:
        raise HtmlRefused(
            f"What was pasted has {len(html):,} characters, and {LARGEST:,} are taken in at most."
        )
    found = _FRAGMENT.search(html)
    ordered = word.mend(_NOT_SHOWN.sub("", found[1] if found else html))
    balanced = balance(storable(ordered), DEEPEST).html
    if not balanced.strip():
        return Cleaned("", "")
    root = lxml_html.fragment_fromstring(balanced, create_parent="div")
    notes = _take_notes(root, taken)
    _say_by_elements(root)
    body = _ENDS.sub("", _inner(root))
    written = "".join(f'<li id="{key}">{note}</li>' for key, note in notes)
    if written:
        body += f'<section class="footnotes"><ol>{written}</ol></section>'
    cleaned = clean(body)
    return Cleaned(_EMPTY.sub("", cleaned.html).strip(), cleaned.text, cleaned.losses)


def _take_notes(root: lxml_html.HtmlElement, taken: str) -> list[tuple[str, str]]:
    """Take the notes out of a tree, and let the calls of its text lead to them as the archive writes them."""
    found: dict[tuple[str, str], lxml_html.HtmlElement] = {}
    for element in list(root.iter("div", "p", "li")):
        note = _NOTE.match(element.get("id") or "")
        if note:
            found[note["kind"], note["number"]] = element
    notes: list[tuple[str, str]] = []
    for link in list(root.iter("a")):
        call = _TO_NOTE.search(link.get("href") or "")
        element = found.get((call["kind"], call["number"])) if call else None
        if call is None or element is None or any(one in found.values() for one in link.iterancestors()):
            continue
        number = len(notes) + 1
        key = f"fn{taken}{number}"
        _write_call(link, key, number)
        notes.append((key, _note_text(element, f"fnref{taken}{number}")))
    for element in found.values():
        parent = element.getparent()
        element.drop_tree()
        if parent is not root and not parent.text_content().strip() and parent.find(".//img") is None:
            parent.drop_tree()
    return notes


def _write_call(link: lxml_html.HtmlElement, key: str, number: int) -> None:
    """Put the call of a note where a link to it stood, whatever raised it."""
    call = lxml_html.fragment_fromstring(
        f'<sup class="fnref"><a href="#{key}" id="{key.replace("fn", "fnref", 1)}">{number}</a></sup>'
    )
    outermost = link
    while (parent := outermost.getparent()) is not None and parent.tag in ("sup", "span"):
        if "".join(parent.itertext()).strip() != "".join(link.itertext()).strip():
            break
        outermost = parent
    call.tail = outermost.tail
    outermost.getparent().replace(outermost, call)


def _note_text(element: lxml_html.HtmlElement, back: str) -> str:
    """Return the words of a note, without the link that led back to the text, and with one that does."""
    for link in list(element.iter("a")):
        if _BACK.search(link.get("href") or ""):
            link.drop_tree()
    _say_by_elements(element)
    parts = [_inner(part) for part in element.iter("p")] if element.tag != "p" else [_inner(element)]
    words = "<br>".join(filter(None, (part.strip() for part in parts))) or _inner(element)
    return f'{words.strip()} <a class="fn-back" href="#{back}">\u21a9</a>'


def _say_by_elements(root: lxml_html.HtmlElement) -> None:
    """Say by elements what styles say, and let the looks go."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element is root:
            continue
        style, names = element.get("style") or "", element.get("class") or ""
        if element.tag in ("b", "strong") and _PLAIN.search(style):
            element.tag = "span"
        elif element.tag == "span":
            for name in (name for shape, name in _SAID_BY_STYLE if shape.search(style)):
                _wrap_inside(element, name)
        if element.tag == "p" and (heading := _HEADING.search(names)):
            element.tag = f"h{min(6, max(2, int(heading[1] or 1) + 1))}"
        if "fnref" not in names and element.get("href", "")[:1] != "#":
            element.attrib.pop("id", None)
        if (element.get("dir") or "").lower() == "rtl":
            element.set("dir", "rtl")
        else:  # the language that a speller was told of is noise
            element.attrib.pop("dir", None)
            element.attrib.pop("lang", None)
        for look in _LOOKS:
            if not (look == "class" and names in ("fnref", "fn-back")) and element.tag != "img":
                element.attrib.pop(look, None)
    for element in list(_needless(root)):
        element.drop_tag()
    for element in root.iter("li", "td", "th"):
        if len(element) and element[0].tag == "p" and element.find("p[2]") is None:
            element[0].drop_tag()


def _needless(root: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """Yield what says nothing: spans without a language, divs around blocks, anchors nobody can follow."""
    for element in root.iter():
        if element is root or element.tag not in ("span", "div", "a", "u", "section"):
            continue
        if element.tag == "a":
            if not element.get("href"):
                yield element
        elif element.tag in ("div", "section"):
            if any(element.find(f".//{name}") is not None for name in BLOCKS_WITHIN):
                yield element
            elif element.tag == "div":
                element.tag = "p"
        elif element.tag == "u" or not element.attrib:
            yield element


def _wrap_inside(element: lxml_html.HtmlElement, name: str) -> None:
    """Put everything within an element into another one of a name."""
    if not "".join(element.itertext()).strip():
        return
    inner = element.makeelement(name)
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)


def _inner(element: lxml_html.HtmlElement) -> str:
    """Return what stands within an element as HTML."""
    parts = [lxml_html.tostring(child, encoding="unicode") for child in element]
    text = element.text or ""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "".join(parts)
