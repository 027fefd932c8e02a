"""The first and last lines of a body: what only repeats the record, and what follows the text."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.importing.readers.html import phrases, printed
from archive.importing.readers.html.pictures import same_picture
from archive.importing.readers.html.printed import Head
from archive.importing.readers.html.tree import Line, attribute, drop, is_within, lines, words
from archive.text import strings

LAST_LINES = 30
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption|image-caption|caption-text|figcaption)(?:$|[\s_-])"
)


def head_off(container: HtmlElement, head: Head, lead: str) -> None:
    """Take off the lines at the head that only repeat the record, and the picture above the text."""
    for line, _ in printed.leading(container, head):
        line.remove()
    before = ""
    first: Line | None = None
    for line in printed.within(container):
        kind = head.kind_of(line, before)
        if not kind and _is_caption(line, container):
            continue
        if not kind:
            first = line
            break
        line.remove()
        before = kind
    for heading in list(container.iter("h1")):
        if strings.loose_key(words(heading)) in head.titles:
            drop(heading)
    _pictures_before(container, first, lead)


def _pictures_before(container: HtmlElement, first: Line | None, lead: str) -> None:
    """Take off the picture above the text, which the record names, and portraits of those who wrote it."""
    for element in list(container.iter()):
        if first is not None and element is first.element:
            return
        if element.tag != "img":
            continue
        called = " ".join(
            one.get("class") or "" for one in [element, *list(element.iterancestors())[:2]]
        ).lower()
        width = attribute(element, "width")
        if lead and same_picture(lead, attribute(element, "src")):
            figure = next(
                (one for one in element.iterancestors() if one.tag == "figure" and is_within(one, container)),
                element,
            )
            drop(figure if figure is not container else element)
            return
        if re.search(r"avatar|author|profile|byline", called) or (width.isdigit() and int(width) < 100):
            drop(element)


def _is_caption(line: Line, container: HtmlElement) -> bool:
    """Say whether a line is a caption of a picture, which may stand above a byline."""
    for one in (line.element, *list(line.element.iterancestors())[:3]):
        if not is_within(one, container) or one is container:
            return False
        if one.tag in ("figcaption", "figure") or _CAPTION.search((one.get("class") or "").lower()):
            return True
    return False


def tail_off(container: HtmlElement) -> None:
    """Take off what follows the text: a heading such as "Related" with all behind it, labels of tags."""
    found = list(lines(container))
    whole = sum(len(line.words) for line in found) or 1
    behind = 0
    for index in range(len(found) - 1, max(len(found) - LAST_LINES, 0) - 1, -1):
        line = found[index]
        rest = found[index + 1 :]
        if (
            phrases.AFTER.fullmatch(line.words)
            and behind < 0.3 * whole
            and _is_only_chrome(rest)
            and (rest or line.words[-1:] not in ".")
        ):
            for one in found[index:]:
                one.remove()
            _pictures_behind(container, line)
            found = found[:index]
            behind = 0
            continue
        behind += len(line.words)
    while found and (
        phrases.SHARE.fullmatch(found[-1].words) or phrases.READING_TIME.fullmatch(found[-1].words)
    ):
        found.pop().remove()


def _is_only_chrome(rest: list[Line]) -> bool:
    """Say whether lines are links, dates, labels and short words, and none of them prose."""
    prose = sum(
        len(line.words) for line in rest if line.linked * 2 < len(line.words) and len(line.words) > 80
    )
    return prose == 0 or prose < 0.2 * sum(len(line.words) for line in rest)


def _pictures_behind(container: HtmlElement, line: Line) -> None:
    seen = False
    for element in list(container.iter()):
        if element is line.element:
            seen = True
        elif seen and element.tag in ("img", "iframe", "figure") and element.getparent() is not None:
            drop(element)


def buttons_off(container: HtmlElement) -> None:
    """Take off lines that are nothing but a link to subscribe, to share or to give."""
    for line in list(lines(container)):
        if line.linked >= len(line.words) > 0 and phrases.BUTTON.fullmatch(line.words):
            line.remove()
