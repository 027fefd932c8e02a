"""One page from its bytes to its record: the parts of the grammar in their order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.importing import claims
from archive.importing.readers.captures import (
    body,
    decoding,
    events,
    head,
    layer,
    lines,
    phrases,
    refusals,
    tail,
)
from archive.importing.readers.captures.head import Head
from archive.importing.readers.captures.layer import DataLayer
from archive.importing.readers.captures.lines import Line
from archive.importing.readers.captures.tail import Tail
from archive.importing.records import Reading, Source
from archive.text import addresses, html, languages, strings
from archive.text.addresses import AddressHints
from archive.text.dates import PartialDate, find_printed

LARGEST = 8_000_000
MOST_LINES = 50_000
_ADDRESS_REMEDY = 'Name its address in addresses.csv ("file,url") beside it'


@dataclass(slots=True)
class _Page:
    """The parts of a page while they are put together."""

    layer: DataLayer
    hints: AddressHints
    head: Head
    tail: Tail
    body: list[Line]
    speakers: list[tuple[str, str]]
    html: str = ""


def read(source: Source) -> Reading:
    """Return the reading of the page captured in `source`."""
    size = source.path.stat().st_size
    if size > LARGEST:
        return Reading(source, b"").reject(
            f"has {size:,} bytes; at most {LARGEST:,} are read", remedy="Capture the page as text"
        )
    data = source.data()
    reading = Reading(source, data)
    decoded = decoding.decode(data)
    if decoded.assumption:
        reading.fault(decoded.assumption)
    if decoded.text.count("\n") > MOST_LINES:
        return reading.reject(f"has more than {MOST_LINES:,} lines", remedy="Capture one page a file")
    found = layer.find(decoded.text)
    kind = refusals.by_address(source.address) if not found.found or _is_back_office(source.address) else ""
    if kind:
        return _refused(reading, kind)
    above, below = _around(decoded.text, found)
    if not found.found and (kind := refusals.by_text(below)):
        return _refused(reading, kind)
    return _article(reading, found, above, below)


def _article(reading: Reading, found: DataLayer, above: list[Line], below: list[Line]) -> Reading:
    hints = addresses.hints(reading.source.address)
    if found.trouble:
        reading.fault(f"has a data layer that {found.trouble}; the article was read without it")
    for key in found.twice:
        reading.fault("is given twice in the data layer; the first was used", field=key)
    read_head, rest = head.read(below, found, hints)
    authors = found.names("authors") or read_head.byline
    teasers = {line.key for line in above if len(line.words) > 12}
    text, read_tail = tail.read(rest, found, authors=authors, outlet=read_head.outlet, teasers=teasers)
    page = _Page(found, hints, read_head, read_tail, text, [])
    if not found.found and not reading.source.address and not (read_head.marks + read_tail.marks):
        return reading.reject("bears none of the marks of a captured page", remedy=_ADDRESS_REMEDY)
    if not (page.head.title or hints.title or reading.source.address):
        return reading.reject("has lost its title, and no address tells it", remedy=_ADDRESS_REMEDY)
    _body(page, "\n".join(line.raw for line in [*above, *below]))
    return claims.fill(reading, _claim(reading, page))


def _body(page: _Page, text: str) -> None:
    """Write the HTML of the body; a page with nothing below its deck has the deck as its body."""
    if not page.body and page.head.deck and page.head.title:
        page.body, page.head.deck = [Line(0, page.head.deck)], ""
    headings: frozenset[int] = frozenset()
    if page.head.is_event or page.layer.name("type").lower() in phrases.EVENT_LABELS:
        program = events.read(page.body)
        page.speakers = program.speakers
        page.body = [line for line in page.body if line.number not in program.repeated]
        headings = frozenset(program.headings)
    plain = "\n".join(line.raw for line in page.body)
    marked = "](http" in text or "**" in text
    markdown = body.is_markdown(plain) or (marked and body.is_markdown(text))
    page.html = body.to_html(page.body, markdown=markdown, headings=headings)


def _claim(reading: Reading, page: _Page) -> dict[str, Any]:
    """Return the raw record, the better witness for each field first."""
    read_head, found, hints = page.head, page.layer, page.hints
    claim: dict[str, Any] = {key: value for key, value in found.values.items() if key != "authors"}
    claim |= {
        "title": _title(reading, page),
        "deck": read_head.deck,
        "body": page.html,
        "type_label": read_head.label,
        "published": _published(reading, page),
        "language": _language(page),
        "authors": _authors(reading, page),
        "source": read_head.outlet or page.tail.outlet,
        "credit": read_head.credit,
        "image_caption": read_head.caption,
        "place": read_head.place,
        "host_center": page.tail.host_center or hints.host_center,
        "disclaimer": page.tail.disclaimer,
        "url": reading.source.address,
    }
    _kicker(claim, page)
    if not reading.source.address:
        claim["id"] = _identity(claim, _words(page.body))
    return claim


def _title(reading: Reading, page: _Page) -> str:
    if page.head.title:
        return page.head.title
    if page.hints.title:
        reading.fault(
            "was lost in the capture; it was made from the address",
            field="title",
            value=page.hints.title,
            remedy="Correct it from the original",
        )
        reading.inferred.add("title")
        return page.hints.title
    if reading.source.address:
        reading.fault(
            "was lost in the capture, and the address does not tell it",
            field="title",
            value=reading.source.address,
        )
    return ""


def _published(reading: Reading, page: _Page) -> str:
    printed, hinted = page.head.published, page.hints.published
    if page.head.date_words:
        Reading(reading.source, reading.data, f"line {page.head.date_line}", faults=reading.faults).fault(
            "is not a date",
            field="published",
            value=page.head.date_words,
            remedy="The article was kept without one" if not hinted else "",
        )
    if printed:
        if hinted and not _agree(printed, hinted):
            reading.fault(
                f"is what the page says; its address says {hinted}", field="published", value=str(printed)
            )
        return str(printed)
    released = _released(page, hinted)
    if released:
        reading.fault(
            "was lost in the capture; it was taken from the line of its release",
            field="published",
            value=str(released),
        )
        return str(released)
    if hinted:
        reading.fault(
            "was lost in the capture; it was taken from the address", field="published", value=str(hinted)
        )
        reading.inferred.add("published")
        return str(hinted)
    return ""


def _released(page: _Page, hinted: PartialDate | None) -> PartialDate | None:
    for line in lines.printed(page.body)[:3]:
        match = phrases.RELEASED.fullmatch(line.words)
        day = find_printed(match["date"]) if match else None
        if day and (hinted is None or _agree(day, hinted)):
            return day
    return None


def _agree(one: PartialDate, other: PartialDate) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a is None or b is None or a == b for a, b in pairs)


def _language(page: _Page) -> str:
    """Return the language that the address names, unless the text is in another script."""
    guessed = languages.guess(f"{page.head.title} {page.head.deck} {_words(page.body)[:20_000]}")
    said = languages.normalise(page.hints.language)
    if not said or (
        guessed and said.split("-")[0] != guessed and {said.split("-")[0], guessed} != {"en", "fr"}
    ):
        return guessed
    return said


def _authors(reading: Reading, page: _Page) -> list[dict[str, str]]:
    """Return the byline with positions and biographies, then the speakers of an event."""
    listed = page.layer.names("authors")
    printed = page.head.byline
    names = listed or printed or [about.name for about in page.tail.about]
    if (
        listed
        and printed
        and {strings.matching_key(name) for name in listed}
        != {strings.matching_key(name) for name in printed}
    ):
        reading.fault(
            "is what the page prints; the names of the data layer were used",
            field="authors",
            value=", ".join(printed),
        )
    about = {strings.matching_key(entry.name): entry for entry in page.tail.about}
    byline = []
    for name in names:
        entry = about.get(strings.matching_key(name))
        byline.append({
            "name": name,
            "position": entry.position if entry else "",
            "bio": html.from_paragraphs(entry.bio) if entry else "",
        })  # fmt: skip
    keys = {strings.matching_key(name) for name in names}
    speaking = [
        {"name": name, "position": position, "role": "speaker"}
        for name, position in page.speakers
        if strings.matching_key(name) not in keys
    ]
    return byline + speaking


def _kicker(claim: dict[str, Any], page: _Page) -> None:
    """Give the lines under the label their meaning where the data layer does not: a center or a series."""
    known = {strings.matching_key(name) for key in head.HOUSES for name in page.layer.names(key)}
    for words in page.head.kicker:
        if strings.matching_key(words) in known:
            continue
        institution = phrases.INSTITUTION.search(words) or words == page.tail.host_center
        if institution and not page.layer.name("primaryCenter"):
            claim["primaryCenter"] = claim.get("primaryCenter") or words
        elif not institution and not page.layer.name("blog"):
            claim["blog"] = claim.get("blog") or words


def _identity(claim: dict[str, Any], text: str) -> str:
    """Return "capture:" and a digest of what is not chrome, the same whatever teasers stood around it."""
    people = [strings.matching_key(person["name"]) for person in claim["authors"]]
    parts = [
        claim["title"],
        claim["deck"],
        claim["published"],
        claim["source"],
        text,
        *people,
    ]
    digest = hashlib.sha256("\x1f".join(_folded(part) for part in parts).encode("utf-8", "replace"))
    return f"capture:{digest.hexdigest()[:32]}"


def _words(body: Sequence[Line]) -> str:
    return " ".join(line.words for line in body)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", strings.storable(text)).strip()


def _around(text: str, found: DataLayer) -> tuple[list[Line], list[Line]]:
    """Return the lines above the data layer and those below; without one, below the shell."""
    if not found.found:
        all_lines = lines.split(text)
        return [], all_lines[_shell_end(all_lines) :]
    above = lines.split(text[: found.start])
    number = text.count("\n", 0, found.end) + 1
    below = [Line(number + offset, raw) for offset, raw in enumerate(text[found.end :].split("\n"))]
    return above, below


def _shell_end(all_lines: Sequence[Line]) -> int:
    """Return the first line behind navigation and logos at the top of a page without data layer."""
    logo = next(
        (index for index in range(min(40, len(all_lines)) - 1, -1, -1)
         if phrases.LOGO.fullmatch(all_lines[index].words) and len(all_lines[index].words) < 120), None,
    )  # fmt: skip
    if logo is None or any(len(line.words) > 120 for line in all_lines[:logo]):
        return 0
    index = logo + 1
    while index < len(all_lines) and not all_lines[index].blank:
        if phrases.CREDIT_OR_OUTLET.fullmatch(all_lines[index].words) or phrases.NO_IMAGE.fullmatch(
            all_lines[index].words
        ):
            break
        index += 1
    return index


def _is_back_office(address: str) -> bool:
    return refusals.by_address(address) == "a page of the back office"


def _refused(reading: Reading, kind: str) -> Reading:
    problem, remedy = refusals.sentence(kind)
    return reading.reject(problem, remedy=remedy)
