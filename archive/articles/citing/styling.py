"""Citations as manuals of style print them, by citeproc-py from the CSL styles beside this file."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any

from citeproc import PRIMARY_DIALECTS, Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from citeproc.string import String
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from archive.articles.citing.items import csl, date_parts
from archive.articles.description import Description
from archive.text.dates import PartialDate
from archive.text.names import script
from archive.text.written import long_date

STYLES = {"apa": "APA", "chicago": "Chicago", "mla": "MLA"}
"""The styles that are offered, in order: their codes, and what everybody calls them."""

MOST_KEPT = 16
"""Styles kept in memory, each with its locale: a megabyte or two apiece."""

_FOLDER = Path(__file__).with_name("styles")
_USED = (
    "id type title author editor translator interviewer issued container-title collection-title publisher "
    "event-place genre language DOI URL"
).split()
_ROLES = ("author", "editor", "translator", "interviewer")
_DATES_OF_OURS = ("ar", "fr", "ru", "zh")
_CASED = ("Latn", "Cyrl", "Grek", "Armn", "Geor")
"""Scripts whose names are cut to initials."""

_QUOTES = {"en": "“”‘’", "fr": "«»“”", "ru": "«»„“", "ar": "«»“”", "zh": "《》〈〉"}
"""Outer and inner quotation marks."""

_ITALIC, _ROMAN = "\ue000", "\ue001"
_PRIVATE = re.compile(f"[{_ITALIC}{_ROMAN}]")
_STRAIGHT = re.compile(r'"([^"]*)"')
_APOSTROPHE = re.compile(r"(?<=\w)'|'(?=\w)")
_ADDRESS = re.compile(r"https?://\S+?(?=\.?$)")
_AFTER_A_MARK = re.compile(f"([?!？！؟…][”’»》{_ROMAN}]*|\\.[”’»》{_ROMAN}]+)\\.(?= |$)")
_INTO_QUOTES = re.compile("(’?”)([.,])")
_ARABIC_COMMA = re.compile(f"(?<=[\u0600-\u06ff»{_ROMAN}]),")
_WIDE_QUOTES = re.compile("(?<=“)[ \u00a0\u202f]+|[ \u00a0\u202f]+(?=”)")
_LAST_NAME = {"ar": ("، و ", "، و"), "zh": (", 和 ", "和")}
"""How the processor joins the last name of several, and how these languages do."""

_lock = Lock()


class _Marks(SimpleNamespace):
    """What the processor asks of a format: here text with marks around what is to stand in italics."""

    @staticmethod
    def preformat(text: str) -> str:
        return text

    @staticmethod
    def Italic(text: object) -> str:  # noqa: N802 (the processor's name)
        return f"{_ITALIC}{text}{_ROMAN}"


class _Item(CiteProcJSON):
    """One item, whose texts are texts: the processor would look for markup in them."""

    def parse_string(self, string: object) -> String:
        return String(_PRIVATE.sub("", str(string)))


def styled(described: Description, style: str) -> SafeString:
    """Return the citation of a work in one of `STYLES`, in the work's language, as HTML of one line.

    Its address is a link. A work in a language that the processor does not know is cited in English.
    """
    primary = described.language.split("-")[0].lower()
    if primary not in PRIMARY_DIALECTS:
        primary = "en"
    item = _fitted(described, style, primary)
    with _lock:  # a style keeps what it has printed of an item while it prints it
        text = _printed(_loaded(style, PRIMARY_DIALECTS[primary]), item)
    return _as_html(_typeset(text, primary))


def _printed(style: CitationStylesStyle, item: dict[str, Any]) -> str:
    bibliography = CitationStylesBibliography(style, _Item([item]), _Marks)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0])


@lru_cache(maxsize=MOST_KEPT)
def _loaded(style: str, locale: str) -> CitationStylesStyle:
    """Read a style with the words of a language; once for a process, and never before it is asked for."""
    return CitationStylesStyle(str(_FOLDER / f"{style}.csl"), locale=locale, validate=False)


def _fitted(described: Description, style: str, primary: str) -> dict[str, Any]:
    """Return the item with what the processor leaves to others: marks of quotation, names, dates."""
    item = csl(described)
    item = {name: item[name] for name in _USED if name in item}
    if primary == "en":
        item["title"] = _APOSTROPHE.sub("’", _STRAIGHT.sub("“\\1”", item["title"]))
    if date := described.published:
        date = PartialDate(date.year) if item["type"] == "book" else date
        item["issued"] = _issued(date, primary)
    for role in _ROLES:
        if role in item:
            item[role] = [_name(one, style) for one in item[role]]
    if style == "apa" and item.get("author") == [{"literal": item.get("publisher")}]:
        del item["publisher"]
    return item


def _issued(date: PartialDate, primary: str) -> dict[str, Any]:
    """Return a date in the words of the archive, where it writes the language, else for the processor's."""
    if primary in _DATES_OF_OURS:
        return {"literal": long_date(date, primary)}
    return date_parts(date)


def _name(one: dict[str, str], style: str) -> dict[str, str]:
    """Return a name that is never inverted, or has no initials, as one piece."""
    one = {part: _PRIVATE.sub("", text) for part, text in one.items()}
    written = script("".join(one.values()))
    if "given" not in one or written in _CASED:
        return one
    if written == "Hani":
        return {"literal": one["family"] + one["given"]}
    if style == "apa":
        return {"literal": ("، " if written == "Arab" else ", ").join((one["family"], one["given"]))}
    return one


def _typeset(text: str, primary: str) -> str:
    """Return the line with the points and quotation marks that its language wants where pieces meet."""
    text = _AFTER_A_MARK.sub(r"\1", text)
    text = _nested(text, *_QUOTES.get(primary, _QUOTES["en"]))
    if primary == "en":
        return _INTO_QUOTES.sub(r"\2\1", text)
    if primary == "ar":
        text = _ARABIC_COMMA.sub("،", text)
    return _WIDE_QUOTES.sub("", text).replace(*_LAST_NAME.get(primary, (" ", " ")))


def _nested(text: str, opening: str, closing: str, inner_opening: str, inner_closing: str) -> str:
    """Return the text with quotation marks within quotation marks as the inner ones."""
    signs, depth = [], 0
    for sign in text:
        if sign == opening:
            depth += 1
            sign = inner_opening if depth > 1 else sign
        elif sign == closing and depth:
            sign = inner_closing if depth > 1 else sign
            depth -= 1
        signs.append(sign)
    return "".join(signs) if depth == 0 else text


def _as_html(text: str) -> SafeString:
    found = _ADDRESS.search(text)
    if found:
        before, after = escape(text[: found.start()]), escape(text[found.end() :])
        link = format_html('<a href="{0}"><bdi dir="ltr">{0}</bdi></a>', found[0])
        html = before + link + after
    else:
        html = escape(text)
    return mark_safe(html.replace(_ITALIC, "<i>").replace(_ROMAN, "</i>"))  # noqa: S308 (all of it escaped)
