"""What a page prints above its text: title, deck, byline, day, label; and which lines of the text only repeat
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from archive.importing.readers.html import moments, people, phrases
from archive.importing.readers.html.chrome import is_aside
from archive.importing.readers.html.tree import Line, attribute, is_within, lines, tokens, words
from archive.importing.readers.html.witness import Witness
from archive.text import html, strings

_WORD = (
    r"作者|来源|來源|发布时间|发表时间|发布日期|日期|时间|责任编辑|编辑|浏览\w*|阅读\w*|点击\w*|字体|Автор\w*|Дата|Источник"
    r"|Просмотр\w*|By|Authors?|Published|Posted|Date|Views?|Source|Category|Категория"
)
_PIECES = re.compile(rf"\s*(?:[|•·–—]|\s-\s|\bon\b|\s/\s)\s*|\s+(?=(?:{_WORD})\s*[:：])")
_OTHER_LABEL = re.compile(
    r"(?:来源|來源|责任编辑|编辑|浏览\w*|阅读\w*|点击\w*|字体|Источник|Просмотр\w*|Views?|Category|Категория)\s*[:：]"
)
_DAY_BEHIND = re.compile(
    r",\s+((?:\d{1,2}\.? )?[^\W\d_]{3,12}\.? (?:\d{1,2}, )?\d{4}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)$"
)
MOST_LINES_ABOVE = 40
MOST_LINES_WITHIN = 16
_DECK = re.compile(
    r"(?:^|[\s_-])(?:sub-?title|deck|dek|standfirst|stand-first|lede|lead-text|sub-?head(?:ing"
    r"|line)?|abstract-short|strapline|tagline|intro|excerpt|summary|teaser-text|lead"
    r"|kicker-text)(?:$|[\s_-])"
)
_SURE_DECK = re.compile(r"(?:^|[\s_-])(?:sub-?title|deck|dek|standfirst|strapline)(?:$|[\s_-])")
_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|published|pubdate|posted|posted-on|timestamp|publish-date|post-date"
    r"|created|submitted|postmetadata|time)(?:$|[\s_-])"
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|bylines|authors?|contributors?|writer|written-by"
    r"|field--?name--?field-authors?)(?:$|[\s_-])"
)
_ONE_NAME = re.compile(
    r"(?:^|[\s_])(?:author[_-]{1,2}name|fn|name|p-author|byline[_-]{1,2}name|author|url)(?:$|[\s_])"
)
_POSITION = re.compile(
    r"(?:^|[\s_-])(?:position|job-?title|role|author-title|affiliation|designation|person-title"
    r"|expert-title)(?:$|[\s_-])"
)
_BIO = re.compile(
    r"(?:^|[\s_-])(?:author-?(?:bio|info|box|description|about|profile|card|content)"
    r"|about-?(?:the-)?authors?|bio|biography|author__bio)(?:$|[\s_-])"
)
_LABEL = re.compile(
    r"(?:^|[\s_-])(?:kicker|eyebrow|overline|label|content-type|post-type|article-type|type"
    r"|category|section|cat-links|rubric|field--?name--?field-(?:type|content-type|article-type"
    r"|publication-type))(?:$|[\s_-])"
)
_TOPICS = re.compile(
    r"(?:^|[\s_-])(?:(?:post-|article-|entry-)?tags?|topics?|keywords|subjects|themes)(?:$|[\s_-]|list)"
)
_COMMENT = re.compile(r"comment|reply")


@dataclass(slots=True)
class Head:
    """The words by which lines at the head of a text are known to be no part of it, all by `loose_key`."""

    titles: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    decks: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    language: str = ""

    def kind_of(self, line: Line, before: str = "") -> str:
        """Return what a line at the head is ("title", "byline", "date"...), "" where the text begins.

        `before` is what the line before it was.
        """
        text = line.words
        key = strings.loose_key(text)
        if key in self.titles:
            return "title"
        if key in self.decks:
            return "deck"
        if not key or phrases.SHARE.fullmatch(text):
            return "share"
        if phrases.READING_TIME.fullmatch(text):
            return "reading time"
        if moments.is_update(text) and len(text) < 80:
            return "update"
        if moments.printed(text, self.language):
            return "date"
        if key in self.labels or (phrases.KIND.fullmatch(text) and len(text) < 40):
            return "label"
        if phrases.LABELLED_AUTHOR.fullmatch(text):
            return "byline label"
        if self._is_byline(text, key):
            return "byline"
        if before in ("byline", "position", "byline label") and len(text) < 160 and self._is_position(text):
            return "position"
        if before == "byline label" and people.looks_like_name(text):
            return "byline"
        if len(text) < 200 and phrases.BREADCRUMB.fullmatch(text) and line.linked * 3 > len(text):
            return "breadcrumb"
        if _mixed(text, self):
            return "byline"
        return ""

    def _is_byline(self, text: str, key: str) -> bool:
        if key in self.names:
            return True
        if people.from_byline(text):
            return True
        named = [strings.loose_key(name) for name in people.split(text)] if len(text) < 300 else []
        return bool(named) and all(name in self.names for name in named)

    @staticmethod
    def _is_position(text: str) -> bool:
        return (
            bool(people.POSITION.search(text) or people.ORGANISATION.search(text))
            and text[-1:] not in ".!?:"
            and len(text.split()) < 18
        )


def _mixed(text: str, head: Head) -> bool:
    """Say whether a line is made of bylines, dates, labels and reading times, parted by strokes."""
    parts = [part for part in _PIECES.split(text) if part]
    if len(parts) < 2 or len(text) > 240:
        return False
    known = 0
    for part in parts:
        key = strings.loose_key(part)
        day = moments.printed(part, head.language) is not None
        if day or key in head.names or key in head.labels or people.from_byline(part):
            known += 1 + (day or key in head.names)
        elif not (
            _OTHER_LABEL.match(part)
            or phrases.KIND.fullmatch(part)
            or phrases.READING_TIME.fullmatch(part)
            or phrases.SHARE.fullmatch(part)
        ):
            return False
    return known > 0


def above(root: HtmlElement, container: HtmlElement) -> list[Line]:
    """Return the lines of the page's own text above its body, from its first heading on, the nearest last."""
    found: list[Line] = []
    first = None
    for line in lines(root):
        if is_within(line.element, container):
            break
        if not is_aside(line.element):
            if _in_heading(line.element) and first is None:
                first = len(found)
            found.append(line)
    return found[max(first - 4, 0) if first is not None else 0 :][-MOST_LINES_ABOVE:]


def within(container: HtmlElement) -> list[Line]:
    """Return the first lines of the body."""
    found: list[Line] = []
    for line in lines(container):
        if not is_aside(line.element):
            found.append(line)
        if len(found) >= MOST_LINES_WITHIN:
            break
    return found


def _in_heading(element: HtmlElement) -> bool:
    return any(one.tag in ("h1", "h2") for one in (element, *list(element.iterancestors())[:4]))


def hear(root: HtmlElement, container: HtmlElement, head: Head, title: str) -> Witness:
    """Return what is printed above and at the beginning of the body."""
    said = Witness("the printed page")
    said.titles = [title] if title else []
    said.is_weak = True
    zone = above(root, container)
    _elements(root, container, said)
    before = ""
    pending: list[str] = []
    for line, kind in [*((line, "") for line in zone), *leading(container, head)]:
        kind = kind or head.kind_of(line, before)
        if kind == "date" and not said.published:
            said.published = [_day_of(line.words, head.language)]
        elif kind == "byline":
            names = people.from_byline(line.words) or _parts(line.words, head)
            pending = names
            if not said.authors or all(strings.loose_key(one["name"]) in head.names for one in said.authors):
                known = {strings.loose_key(one["name"]) for one in said.authors}
                said.authors += [{"name": name} for name in names if strings.loose_key(name) not in known]
            if not said.published:
                said.published = [text for text in [_day_in(line.words, head.language)] if text]
        elif kind == "position" and len(pending) == 1 and said.authors:
            said.authors[-1].setdefault("position", line.words)
        elif kind == "deck":
            said.deck = said.deck or line.words
        elif kind == "label" and phrases.KIND.fullmatch(line.words):
            said.kinds.append(line.words)
        before = kind or before if kind in ("share",) else kind
    return said


def _day_of(text: str, language: str) -> str:
    day = moments.printed(text, language)
    return str(day) if day else text


def _day_in(text: str, language: str) -> str:
    for found in [None, *_PIECES.finditer(text)]:
        rest = text[found.end() :] if found else text
        day = moments.printed(rest, language) or moments.printed(_PIECES.split(rest)[0], language)
        if day:
            return str(day)
    found = _DAY_BEHIND.search(text)
    day = moments.printed(found[1], language) if found else None
    return str(day) if day else ""


def _parts(text: str, head: Head) -> list[str]:
    """Return the names in a line that is made of a byline and other things."""
    for part in _PIECES.split(text):
        names = people.from_byline(part)
        if names:
            return names
        names = people.split(part)
        if names and all(strings.loose_key(name) in head.names for name in names):
            return names
    named = people.split(text)
    return named if all(people.looks_like_name(name) for name in named) and not moments.printed(text) else []


def leading(container: HtmlElement, head: Head) -> list[tuple[Line, str]]:
    """Return the lines at the beginning of the body that are not its text yet, with what each is.

    A line between the title and a byline is the deck.
    """
    found: list[tuple[Line, str]] = []
    before = ""
    lines_there = within(container)
    for line, following in zip(lines_there, [*lines_there[1:], None], strict=True):
        kind = head.kind_of(line, before)
        if not kind and before in ("title", "label", "") and following is not None and len(line.words) < 400:
            after = head.kind_of(following, "deck")
            kind = "deck" if after == "byline" or (after == "date" and before == "title") else ""
        if not kind:
            return found
        found.append((line, kind))
        before = kind
    return found


def _elements(root: HtmlElement, container: HtmlElement, said: Witness) -> None:
    """Hear the elements that are called byline, date, deck or label."""
    scope = _scope_of(container)
    leading = {line.words for line in within(container)[:6]}
    for element in scope.iterfind(".//*[@class]"):
        named = (element.get("class") or "").lower()
        if is_aside(element) or element.tag in ("body", "html", "article", "main") or _COMMENT.search(named):
            continue
        inside = element is not container and is_within(element, container)
        text_length = sum(len(line.words) for line in _some(lines(element)))
        if not text_length:
            continue
        if (
            _DATE.search(named)
            and text_length < 300
            and not said.published
            and (not inside or "meta" in named)
        ):
            stamp = element if element.tag == "time" else element.find(".//time")
            value = attribute(stamp, "datetime") if stamp is not None else ""
            value = value or (attribute(element, "title") if element.tag == "abbr" else "") or words(element)
            if not moments.is_update(words(element)):
                try:
                    moments.read(value)
                    said.published = [value]
                except moments.NotUnderstood:
                    day = moments.printed(words(element)) or moments.printed(
                        re.sub(r"^.*?\bon\s+", "", words(element))
                    )
                    day = day or moments.within(words(element))
                    said.published = [str(day)] if day else []
        first = inside and any(line.words in leading for line in _some(lines(element)))
        if _BYLINE.search(named) and text_length < 400 and not said.authors and (first or not inside):
            said.authors = _names_in(element)
        if _POSITION.search(named) and text_length < 200 and len(said.authors) == 1 and (first or not inside):
            position = words(element)
            if not phrases.LABELLED_AUTHOR.fullmatch(position) and position != said.authors[0]["name"]:
                said.authors[0].setdefault("position", position)
        if _BIO.search(named) and text_length < 3_000:
            _bio(element, said)
        if (
            _LABEL.search(named)
            and text_length < 50
            and not inside
            and phrases.KIND.fullmatch(words(element))
        ):
            said.kinds.append(words(element))
        outside = not inside or (_SURE_DECK.search(named) and words(element) in leading)
        if _DECK.search(named) and 8 < text_length < 800 and not said.deck and outside:
            said.deck = words(element)
        if _TOPICS.search(named) and text_length < 600 and not said.topics:
            said.topics = _links_in(element)
    if not said.published:
        _times(scope, container, said)


def _times(scope: HtmlElement, container: HtmlElement, said: Witness) -> None:
    for stamp in scope.iter("time"):
        label = words(stamp.getparent()) if stamp.getparent() is not None else ""
        called = f"{stamp.get('class') or ''} {stamp.get('itemprop') or ''}".lower()
        if is_aside(stamp) or "updated" in tokens(stamp) or "modified" in called or moments.is_update(label):
            continue
        if stamp is not container and is_within(stamp, container):
            continue
        value = attribute(stamp, "datetime") or words(stamp)
        if re.search(r"\d{4}", value):
            said.published.append(value)
            return


def _scope_of(container: HtmlElement) -> HtmlElement:
    """Return the article around the body, else its main column, else the page."""
    for name in ("main", "article"):
        for one in container.iterancestors():
            if one.tag == name or attribute(one, "role") == ("main" if name == "main" else "article"):
                return one
    return next((one for one in container.iterancestors() if one.tag == "body"), container)


def _names_in(element: HtmlElement) -> list[dict[str, str]]:
    whole = words(element)
    links = [
        one for one in element.iter("a") if people.looks_like_name(words(one)) and len(words(one).split()) > 1
    ]
    single = [
        one
        for one in element.iterfind(".//*[@class]")
        if _ONE_NAME.search((one.get("class") or "").lower()) and one.find(".//a") is None
    ]
    for found in (links, single):
        named = [words(one) for one in found if people.looks_like_name(words(one))]
        if named and not people.POSITION.search(named[0]):
            return [{"name": name} for name in dict.fromkeys(named)]
    names = people.from_byline(whole) or people.split(re.split(r"\s[|•·–—]\s|\bon \w+ \d", whole)[0])
    keep = all(people.looks_like_name(name) and not moments.printed(name) for name in names)
    return [{"name": name} for name in names] if keep and len(whole) < 200 else []


def _links_in(element: HtmlElement) -> list[str]:
    """Return the words of the links in a list of terms; [] where it is anything else."""
    found = [line for line in _some(lines(element)) if not phrases.AFTER.fullmatch(line.words)]
    linked = sum(line.linked for line in found)
    texts = [words(link).strip("#, ") for link in element.iter("a")]
    if linked * 2 < sum(len(line.words) for line in found) or any(len(text) > 60 for text in texts):
        return []
    return [text for text in texts if text][:30]


def _bio(element: HtmlElement, said: Witness) -> None:
    """Take the biography in a box about one of the authors, and the position under the name."""
    text = words(element)
    named = [person for person in said.authors if person["name"] in text]
    if len(named) != 1 or len(text) < len(named[0]["name"]) + 40:
        return
    person = named[0]
    if not person.get("bio"):
        paragraphs = [words(one) for one in element.iter("p") if len(words(one)) > 40]
        person["bio"] = html.from_paragraphs(paragraphs)
    for one in element.iterfind(".//*[@class]"):
        if _POSITION.search((one.get("class") or "").lower()) and len(words(one)) < 200:
            person.setdefault("position", words(one))


def _some(found: Iterable[Line]) -> Iterable[Line]:
    for count, line in enumerate(found):
        if count > 60:
            return
        yield line
