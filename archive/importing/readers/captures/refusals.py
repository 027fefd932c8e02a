"""Pages that are no articles: each is recognised for what it is, so that the reason given is true.

A page with a data layer of an article is never refused. Of the others, the address decides where it
can; then what is printed: numbers of results, rows of dated titles, names with positions under them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from archive.importing.readers.captures import people, phrases
from archive.importing.readers.captures.lines import Line
from archive.text.dates import find_printed

_YEAR = re.compile(r"(?:19|20)\d\d")
_TRAILING_DATE = re.compile(
    r"[·•|–—-]\s*(?P<after>.{6,40})$|(?P<glued>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, .{8,30})$"
)
_PAGE_PARAMETERS = frozenset(("pageon", "qry", "fltr", "search", "maxrow"))
_REMEDY = "Leave it out; articles are captured from their own pages"
_FEW_DATES = 3
_PROSE = 350
_FURTHEST_TITLE = 6


def by_address(address: str) -> str:
    """Return what kind of page an address belongs to when it is no article's, else ""."""
    if not address:
        return ""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    if host.startswith(("admin.", "cms.", "backoffice.")):
        return "a page of the back office"
    if not segments:
        return "a front page"
    if any(_YEAR.fullmatch(segment) for segment in segments):
        return ""
    if _PAGE_PARAMETERS & {key.lower() for key in parse_qs(parts.query, keep_blank_values=True)}:
        known = next(
            (phrases.NOT_ARTICLE_SEGMENTS[part] for part in segments if part in phrases.NOT_ARTICLE_SEGMENTS),
            "",
        )
        return known or "a listing"
    for segment in segments[:-1] if len(segments) > 1 else segments:
        if segment in phrases.NOT_ARTICLE_SEGMENTS:
            return phrases.NOT_ARTICLE_SEGMENTS[segment]
    return ""


def by_text(lines: Sequence[Line]) -> str:
    """Return what kind of page the printed lines are when they are no article, else ""."""
    shown = [line for line in lines if not line.blank]
    if not shown:
        return "empty"
    if any(phrases.LEGACY_SITE.search(line.words) for line in shown[:3]) and _is_list_of_sentences(shown[1:]):
        return "a notice that a site was closed, with a listing"
    if any(phrases.RESULTS.fullmatch(line.words) for line in shown):
        return "a listing"
    if any(phrases.LISTING_TOOLS.fullmatch(line.words) for line in shown[:8]):
        return "a listing"
    if _is_headed(shown):
        return ""
    dates = [index for index, line in enumerate(shown) if _is_dated(line)]
    if _is_person(shown) and (len(dates) >= 2 or _row_of_titles(shown[2:]) >= 2):
        return "a person's page"
    if len(dates) >= _FEW_DATES and _are_spread(dates, shown):
        return "a listing"
    if _positions(shown) >= 4:
        return "a list of people"
    if _row_of_titles(shown) >= 5:
        return "a listing or a front page"
    return ""


def sentence(kind: str) -> tuple[str, str]:
    """Return the problem and the remedy for a page of that kind."""
    if kind == "empty":
        return "is empty", "Capture the page again"
    return f"is {kind}, not an article", _REMEDY


def _is_headed(shown: Sequence[Line]) -> bool:
    """Say whether the page begins as an article or event does: with a by-line, date line or copied-marker."""
    heads = [line for line in shown if _is_head(line)]
    event = any(line.key in phrases.EVENT_LABELS for line in shown[:4]) and any(
        _is_dated(line) for line in shown[:8]
    )
    return event or (0 < len(heads) <= 3 and heads[0] in shown[:12])


def _is_head(line: Line) -> bool:
    words = line.words
    if len(words) > 300:
        return False
    ready = phrases.READY_MADE.fullmatch(words)
    dated = phrases.DATE_LABEL.match(words) and find_printed(words)
    signed = phrases.BYLINE.fullmatch(words) and people.byline(words)
    return bool(phrases.COPIED.fullmatch(words) or dated or signed or (ready and ready["date"]))


def _is_dated(line: Line) -> bool:
    """Say whether a line is a date, or ends with one after a mark or glued to a name."""
    words = line.words
    if len(words) > 160 or re.search(r"\d[:.]\d\d", words):
        return False
    if len(words) <= 40 and any(sign.isdigit() for sign in words) and find_printed(words):
        return not phrases.DATE_LABEL.match(words)
    match = _TRAILING_DATE.search(words)
    return bool(match and find_printed(match["after"] or match["glued"]))


def _are_spread(dates: list[int], shown: Sequence[Line]) -> bool:
    """Say whether the dates come at short distances, each with little text between."""
    between = [shown[start + 1 : end] for start, end in itertools.pairwise(dates)]
    short = [part for part in between if len(part) <= 8 and sum(len(line.words) for line in part) <= 1200]
    return len(short) >= 0.6 * len(between) and len(dates) * 14 >= len(shown) - 20


def _is_person(shown: Sequence[Line]) -> bool:
    first = shown[0].words
    return len(shown) > 2 and people.is_name(first) and _is_under_a_name(shown[1])


def _is_under_a_name(line: Line) -> bool:
    return people.is_position(line.words) and not people.is_name(line.words)


def _positions(shown: Sequence[Line]) -> int:
    """Return how often a name with a position under it stands in a page that has next to no prose."""
    pairs = sum(
        people.is_name(line.words) and _is_under_a_name(following)
        for line, following in itertools.pairwise(shown)
    )
    prose = sum(len(line.words) > _PROSE for line in shown)
    return pairs if prose <= pairs else 0


def _row_of_titles(shown: Sequence[Line]) -> int:
    """Return how many titles stand in a row of teasers: a title, perhaps names, one short paragraph.

    A question may be a title or a heading of an interview: it neither counts nor ends the row.
    """
    best = run = since = 0
    for before, line, following in zip([None, *shown], shown, shown[1:], strict=False):
        words = line.words
        if len(words) > _PROSE:
            run = since = 0
            continue
        since += 1
        if _may_be_title(words) and len(following.words) <= _PROSE:
            under_name = before is not None and people.is_name(before.words)
            if not words.endswith(("?", "？", "؟")) and not (under_name and people.is_position(words)):
                run = run + 1 if since <= _FURTHEST_TITLE else 1
                best = max(best, run)
            since = 0
    return best


def _may_be_title(words: str) -> bool:
    return 12 <= len(words) <= 160 and len(words.split()) >= 3 and not re.search(r"[.。…!:;,]$", words)


def _is_list_of_sentences(shown: Sequence[Line]) -> bool:
    return len(shown) >= 2 and all(len(line.words) <= 450 for line in shown)
