"""What thirty years of editors and programs have done to HTML, put right without losing a word.

`before_cleaning` works on raw HTML, for it needs what cleaning takes away (Word's classes and comments).
`after_cleaning` works on HTML that nh3 wrote, where every `<` and `>` belongs to a tag. `mend_text` is for
plain text: titles, decks, names. Each of them changes nothing in what it has mended; most texts pass a few
cheap tests and are not touched at all.
"""

from __future__ import annotations

import html as entities
import re
from html.entities import html5

from archive.text import layout, mojibake, word

_ROUNDS = 4

_AMPERSAND = r"(?:amp|AMP|#0{0,6}38|#[xX]0{0,6}26);"
_NAME = r"(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_TWICE = re.compile(rf"&amp;(?:({_AMPERSAND}(?:{_AMPERSAND})*+)({_NAME})?|({_NAME}))")
_ONCE = re.compile(rf"&(?:{_AMPERSAND})*+({_NAME})?")
_MAY_BE_TWICE = re.compile(r"&amp;(?:#|[A-Za-z0-9]{2,32};)")

_SOUTH_EAST = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_HIDDEN = re.compile(f"\u00ad|(?<![{_SOUTH_EAST}])\u200b|\u200b(?![{_SOUTH_EAST}])")
_TAG = re.compile(r"(<[^>]*>)")
_RAW_TAG = re.compile(r"(<[a-zA-Z/!?][^>]*>)")
_LITERAL = re.compile(r"<(/?)(?:code|pre)[ >]")
_WESTERN_OFF = re.compile("[\x80-\x9f\u00ad\u200bÂÃÄÅÎÏÐÑ×ØÙÚÛá-íïð]")
_CYRILLIC_OFF = re.compile("вЂ|[РС][^а-яА-Я .,<]")
_FORMATTED_HEADING = re.compile(
    r"<(b|strong|u)>(\s*)(<h([2-6])(?: [^>]*)?>[^<]*</h\4>)(\s*)</\1>"
    r"|(<h([2-6])(?: [^>]*)?>)<(b|strong)>([^<]*)</\8>(</h\7>)"
)


def before_cleaning(html: str) -> str:
    """Return raw HTML with Word's lists as lists, without its islands of XML, and with readable signs."""
    html = word.mend(html)
    if not _may_be_off(html):
        return html
    parts = _RAW_TAG.split(html)
    parts[::2] = [mojibake.mend_controls(mojibake.mend(part)) for part in parts[::2]]
    parts[1::2] = [mojibake.mend_controls(part) for part in parts[1::2]]
    return "".join(parts)


def after_cleaning(html: str) -> str:
    """Return clean HTML with its text mended, and with paragraphs where breaks and tables stood for them.

    The result has to be cleaned again where it differs.
    """
    html = _mend_text_nodes(html)
    html = layout.mend(html)
    if "<h" in html:
        html = _FORMATTED_HEADING.sub(_plain_heading, html)
    return html


def mend_text(text: str) -> str:
    """Return plain text without entities, hidden hyphens and blanks, and signs of a wrong encoding."""
    if text.isascii() and "&" not in text:
        return text
    before = text
    for _ in range(_ROUNDS):
        mended = mojibake.mend_controls(mojibake.mend(_ONCE.sub(_sign, text) if "&" in text else text))
        mended = _without_hidden(mended)
        if mended == text:
            return text
        text = mended
    return before


def _may_be_off(html: str) -> bool:
    if html.isascii():
        return False
    if _WESTERN_OFF.search(html):
        return True
    return any(sign in html for sign in ("Р", "С", "вЂ")) and bool(_CYRILLIC_OFF.search(html))


def _mend_text_nodes(html: str) -> str:
    off = _may_be_off(html)
    twice = "&amp;" in html and _MAY_BE_TWICE.search(html)
    if not (off or twice):
        return html
    parts = _TAG.split(html)
    literal = 0
    for at, part in enumerate(parts):
        if at % 2:
            found = _LITERAL.match(part)
            literal += (-1 if found[1] else 1) if found else 0
        elif part:
            if twice and not literal and "&amp;" in part:
                part = _without_double_entities(part)
            parts[at] = _without_hidden(mojibake.mend(part)) if off or not part.isascii() else part
    return "".join(parts)


def _without_hidden(text: str) -> str:
    return _HIDDEN.sub("", text) if "\u00ad" in text or "\u200b" in text else text


def _without_double_entities(text: str) -> str:
    """Return a text node with "&amp;nbsp;", "&amp;amp;#8217;" as the signs that were meant."""
    before = text
    for _ in range(_ROUNDS):
        mended = _TWICE.sub(_sign_again, text)
        if mended == text:
            return text
        text = mended
    return before


def _sign_again(found: re.Match[str]) -> str:
    name = found[2] or found[3]
    sign = _meant(name) if name else ""
    if sign:
        return entities.escape(sign, quote=False)
    return f"&amp;{name or ''}" if found[1] else found[0]


def _sign(found: re.Match[str]) -> str:
    name = found[1]
    sign = _meant(name) if name else ""
    if sign:
        return sign
    return f"&{name or ''}" if len(found[0]) > 1 + len(name or "") else found[0]


def _meant(name: str) -> str:
    """Return the sign that an entity stands for; "" for a name that none has, and for what is no sign."""
    if name[0] != "#" and name not in html5:
        return ""
    sign = entities.unescape(f"&{name}")
    if sign == "\ufffd":
        return ""
    return sign if sign.isprintable() or sign in ("\u00a0", "\u202f", "\u00ad", "\u200b") else ""


def _plain_heading(found: re.Match[str]) -> str:
    if found[1]:
        return f"{found[2]}{found[3]}{found[5]}"
    return f"{found[6]}{found[9]}{found[10]}"
