"""HTML as Word saves it: lists that are none, islands of XML, notes that point into somebody's disk."""

from __future__ import annotations

import re

_ISLAND_STARTS = re.compile(r"<xml\b[^>]*>", re.IGNORECASE)
_ISLAND_END = re.compile(r"</xml\s*>", re.IGNORECASE)
_NOTE_LINK = re.compile(
    r"""(\shref\s*=\s*["']?)[^"'\s#>]{1,2000}(#_(?:ftn|edn)(?:ref)?\d{1,5}\b)""", re.IGNORECASE
)
_LIST_START = re.compile(r"<p\b(?=[^>]*mso-list:\s*l\d+\s+level(?P<level>[1-9])\b)[^>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<(/?)p\b[^>]*>", re.IGNORECASE)
_IF_NO_LISTS = re.compile(
    r"<!(?:--)?\[if\s+!supportLists\](?:--)?>(.*?)<!(?:--)?\[endif\](?:--)?>", re.DOTALL | re.IGNORECASE
)
_IGNORED = re.compile(
    r"\s*(?:<span\b[^>]*>\s*)*<span\b[^>]*mso-list:\s*Ignore[^>]*>(?P<marker>[^<]{0,40})"
    r"(?:<span\b[^>]*>[\s\u00a0]*(?:&nbsp;|[\s\u00a0]){0,60}</span>)?\s*</span>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^>]*>")
_NUMBERED = re.compile(r"\(?(?P<number>\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,7})[.)]$")


def mend(html: str) -> str:
    """Return HTML without what only Word reads, with its list paragraphs as lists and its notes linked."""
    lower = html.lower()
    if "<xml" in lower:
        html = _without_islands(html)
    if "#_" in html:
        html = _NOTE_LINK.sub(r"\1\2", html)
    if "mso-list" in lower:
        html = _with_lists(html)
    return html


def _without_islands(html: str) -> str:
    """Return HTML without `<xml>` islands that end; what they hold was never shown."""
    out, position = [], 0
    while (start := _ISLAND_STARTS.search(html, position)) is not None:
        end = _ISLAND_END.search(html, start.end())
        if end is None:
            break
        out.append(html[position : start.start()])
        position = end.end()
    return "".join([*out, html[position:]])


def _with_lists(html: str) -> str:
    """Return HTML in which paragraphs in a row that Word numbers are items of a list."""
    out: list[str] = []
    position = 0
    open_lists: list[str] = []

    def close(depth: int) -> None:
        while len(open_lists) > depth:
            out.append(f"</li></{open_lists.pop()}>")

    while (start := _LIST_START.search(html, position)) is not None:
        end = _PARAGRAPH.search(html, start.end())
        between = html[position : start.start()]
        content = html[start.end() : end.start()] if end is not None and end[1] else None
        marker = _marker(content) if content is not None else None
        if between.strip() or marker is None:
            close(0)
        out.append(between)
        if content is None or marker is None or end is None:
            out.append(start[0])
            position = start.end()
            continue
        sign, text = marker
        level = min(int(start["level"]), len(open_lists) + 1)
        close(level)
        kind = "ol" if _NUMBERED.match(sign) else "ul"
        if len(open_lists) == level:
            out.append(
                "</li>" if open_lists[-1] == kind else f"</li></{open_lists[-1]}>{_opening(kind, sign)}"
            )
            open_lists[-1] = kind
        else:
            out.append(_opening(kind, sign))
            open_lists.append(kind)
        out.append(f"<li>{text}")
        position = end.end()
    close(0)
    return "".join([*out, html[position:]])


def _opening(kind: str, sign: str) -> str:
    """Return the start tag of a list as its first sign counts: "3." begins with 3, "a)" counts letters."""
    if kind == "ul":
        return "<ul>"
    number = sign.strip("().")
    if number.isdigit():
        return "<ol>" if number == "1" else f'<ol start="{number}">'
    kinds = {"a": "a", "A": "A", "i": "i", "I": "I"}
    return f'<ol type="{kinds[number]}">' if number in kinds else "<ol>"


def _marker(content: str) -> tuple[str, str] | None:
    """Return the bullet or number of a list paragraph and the text behind it; None where none shows."""
    found = _IF_NO_LISTS.search(content[:4000]) or _IGNORED.search(content[:4000])
    if found is None or _ANY_TAG.sub("", content[: found.start()]).strip():
        return None
    words = _ANY_TAG.sub("", found["marker"] if found.re is _IGNORED else found[1])
    sign = words.replace("&nbsp;", " ").replace("\u00a0", " ").strip()
    if len(sign) > 12 or " " in sign:
        return None
    return sign, content[: found.start()] + content[found.end() :]
