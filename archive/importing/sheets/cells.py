"""One cell and what it says: text, HTML, lists, addresses, languages, states."""

from __future__ import annotations

import html as entities
import re

from archive.importing import untrusted
from archive.importing.sheets import bylines
from archive.importing.sheets.words import LANGUAGES, STATES, UNKNOWN, YES_OR_NO
from archive.text import html
from archive.text.strings import matching_key, tidy

ERRORS = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC! #FIELD! #ERROR! #GETTING_DATA".split()
)
"""What spreadsheets show where a formula failed."""

_NOTHING = frozenset(("null", "\\n", "(null)", "nan", "none", "n/a", "<na>", "nil", "-", "–", "—"))
_QUOTED_FORMULA = re.compile("'(?=[=+\\-@\t\r\x00\uff1d\uff0b\uff0d\uff20])")
_AS_TEXT = re.compile(r'="([^"]*)"')
_TAGS = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|a|em|i|strong|b|u|span|table|tr|td|blockquote|img|figure|section|article|"
    r"sup|sub|hr|pre|code|iframe|font|cite|small|dl|dt|dd|center|strike|s|q|abbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ESCAPED_TAGS = re.compile(r"\s*&lt;(?:p|div|h[1-6]|ul|ol|table|blockquote|span|br|figure)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_LINE_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")
_QUOTED_LIST = re.compile(r"""\[\s*(?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*\s*\]""")
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_URL = re.compile(r"https?://\S+?(?=[;|,]?(?:\s|$)|[;|,]\s*https?://)", re.IGNORECASE)
_AMENDMENT = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*[:：–—-]\s*(\S.*)", re.DOTALL)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")
_LONGEST_LIST = 100_000


def clean(cell: str, *, words: bool = False) -> str:
    """Return a cell without blanks around it and without what spreadsheets put there.

    A quote before a formula goes (SAFETY of exports), so does `="..."` around what should stay text. What
    databases write for nothing ("NULL", "\\N", "N/A", "-") is nothing, except where any `words` may stand.
    """
    cell = cell.strip(" \t\r\n\xa0")
    if cell.startswith("'"):
        cell = _QUOTED_FORMULA.sub("", cell, count=1)
    if cell.startswith('="'):
        kept = _AS_TEXT.fullmatch(cell)
        cell = kept[1].strip() if kept else cell
    if len(cell) <= 6 and not words and cell.lower() in _NOTHING:
        return ""
    return "" if cell in ("NULL", "\\N") else cell


def text(cell: str) -> str:
    """Return the plain text of a cell that may have been exported with entities or tags."""
    if "<" in cell and _TAGS.search(cell):
        try:
            return html.to_text(cell)
        except ValueError:
            return cell
    return entities.unescape(cell) if "&" in cell and _ENTITY.search(cell) else cell


def body(cell: str) -> str:
    """Return the HTML of a cell: HTML as it stands, plain text as paragraphs.

    Blank lines part paragraphs; where there are none, every line is one.
    """
    if not cell:
        return ""
    if "<" in cell and _TAGS.search(cell):
        return cell
    if _ESCAPED_TAGS.match(cell):
        return entities.unescape(cell)
    plain = _LINE_BREAK.sub("\n", entities.unescape(cell) if _ENTITY.search(cell) else cell)
    parts = _BLANK_LINES.split(plain)
    return html.from_paragraphs(parts if len(parts) > 1 else plain.split("\n"))


def values(cell: str, *, split: str = "", commas: bool = False) -> list[str]:
    """Return the values of a cell in order: parted by `split`, else by `;`, `|` and new lines.

    Where none of these stands in it, `commas` part too. A JSON list of texts is a list.
    """
    if not split and cell.startswith("[") and len(cell) <= _LONGEST_LIST:
        found = _listed(cell)
        if found is not None:
            return found
    if split:
        parts = cell.split(split)
    elif bylines.STRONG.search(cell):
        parts = bylines.STRONG.split(cell)
    else:
        parts = re.split("[,，،]", cell) if commas else [cell]
    return [part for part in (tidy(text(part)) for part in parts) if part]


def _listed(cell: str) -> list[str] | None:
    """Return what a list in JSON, or as Python prints it, holds; None for anything else."""
    try:
        found, _ = untrusted.load(f'{{"list": {cell}}}')
        if set(found) == {"list"} and isinstance(found["list"], list):
            return [tidy(str(part)) for part in found["list"] if isinstance(part, str | int)]
    except untrusted.NotAnObject:
        pass
    if _QUOTED_LIST.fullmatch(cell):
        return [tidy(one or other) for one, other in _QUOTED.findall(cell)]
    return None


def files(cell: str, *, split: str = "") -> list[dict[str, str]]:
    """Return the files of a cell, each with its `url`; blanks and commas part web addresses too."""
    found = _URL.findall(cell) if not split and cell.lower().startswith(("http://", "https://")) else []
    return [{"url": one} for one in (found or values(cell, split=split))]


def amendments(cell: str, *, split: str = "") -> list[dict[str, str]]:
    """Return corrections written as "2014-12-02: what it says", one a line."""
    parts = cell.split(split) if split else _LINE_BREAK.sub("\n", cell).split("\n")
    found = []
    for part in filter(str.strip, parts):
        match = _AMENDMENT.fullmatch(part)
        found.append({"date": match[1] if match else "", "text": text((match[2] if match else part).strip())})
    return found


def language(cell: str) -> str:
    """Return the tag that a cell names, by itself or in words; "" for what names none."""
    named = LANGUAGES.get(matching_key(cell[:80]))
    return named or (cell if _TAG.fullmatch(cell) else "")


def state(cell: str) -> str:
    """Return the state that a cell means: "" for what is shown, "?" for words of no known meaning."""
    return STATES.get(matching_key(cell[:80]), UNKNOWN)


def is_yes_or_no(cell: str) -> bool:
    """Say whether a cell of a column called "Published" answers with yes or no instead of a date."""
    return len(cell) <= 5 and matching_key(cell) in YES_OR_NO
