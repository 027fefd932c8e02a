"""Dublin Core, as repositories fill it in, to a record."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from archive.importing.mapping import Mapping
from archive.importing.readers.oai import codes
from archive.importing.records import Reading
from archive.text import dates, html
from archive.text.addresses import is_safe_url
from archive.text.names import script
from archive.text.strings import matching_key

_SAME = {
    "abstract": "description",
    "tableOfContents": "description",
    "issued": "issued",
    "created": "date",
    "available": "date",
    "dateAccepted": "date",
    "dateSubmitted": "date",
    "alternative": "alternative",
    "spatial": "coverage",
    "isPartOf": "source",
    "bibliographicCitation": "source",
    "accessRights": "rights",
    "license": "rights",
}
_NAMES = frozenset(
    "title creator contributor subject description publisher date type format identifier source language "
    "relation coverage rights".split()
) | frozenset(_SAME)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOI = re.compile(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*|info:doi/)?(10\.\d{4,9}/\S+)$")
_HANDLE = re.compile(r"(?i)^(?:hdl:|handle:|info:hdl/)\s*(\d[\w.]*/\S+)$")
_FILE = re.compile(r"(?i)\.(?:pdf|docx?|epub|pptx?|xlsx?)(?:$|[?#])|/bitstream/|/download/")
_DATES_OF_PERSON = re.compile(r",?\s*\(?\b(?:1[5-9]|20)\d\d\s*-\s*(?:(?:1[5-9]|20)\d\d)?\)?\.?$")
_NUMBER_OF_PERSON = re.compile(
    r"[;,|]?\s*\(?(?:https?://)?(?:orcid\.org/|orcid:?\s*)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]\)?"
)
_SUFFIX = re.compile(r"(?i)(?:jr|sr|ph\.?\s?d|m\.?d|esq|ii|iii|iv)\.?")
_ROLE = re.compile(r"(?i)\s*[(\[,]?\s*\b(eds?|editors?|trans|translators?)\b\.?\s*[)\]]?\s*$")
_ORGANISATION = re.compile(
    r"(?i)\b(?:inc|ltd|llc|university|institut\w*|department|ministry|council|committee|cent(?:er|re)|agency|bank"
    r"|commission|foundation|association|society|office|group|program(?:me)?|organi[sz]ation|universit\w+|nations)\b"
)
_CLASS_MARK = re.compile(
    r"(?i)^(?:(?:ddc|udc|lcc|msc|jel|bisacsh|acm|rvk|bkl)\b.*|info:.*|https?:.*|[\d.:/+-]+|[A-Z]\d{1,2})$"
)
_BEFORE_WORDS = re.compile(r"^\d{1,3}(?:\.\d+)?\s+(?=[^\W\d_])")
_GENERIC = frozenset(
    """
    text texte peerreviewed nonpeerreviewed peer-reviewed non-peer-reviewed publishedversion acceptedversion
    submittedversion updatedversion draft image stillimage movingimage collection sound physicalobject
    interactiveresource
    """.split()
)
_SEMANTICS = re.compile(
    r"(?i)^(?:info:eu-repo/semantics/|https?://purl\.org/(?:eprint/type|dc/dcmitype|coar/resource_type)/)"
)
_NUMBERS_ONLY = re.compile(r"(?i)^(?:issn:?|isbn:?|eissn:?)?\s*[\dX()./: -]+$")


@dataclass(slots=True)
class Card:
    """A record of a repository: its header, and the values of Dublin Core with their language, by element."""

    identifier: str = ""
    is_deleted: bool = False
    has_metadata: bool = False
    format: str = ""
    fields: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        """Return the values of an element in their order."""
        return [value for value, _ in self.fields.get(name, [])]


def fields_of(element: etree._Element) -> Card:
    """Return what a `record` element says."""
    card = Card()
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for part in element.iterchildren(etree.Element):
        name = _local(part)
        if name == "header":
            card.is_deleted = (part.get("status") or "").strip().lower() == "deleted"
            card.identifier = next(
                ("".join(child.itertext()).strip() for child in part if _local(child) == "identifier"), ""
            )
        elif name == "metadata":
            described = next(part.iterchildren(etree.Element), None)
            card.has_metadata = described is not None
            card.format = _local(described) if described is not None else ""
            for child in part.iter(etree.Element):
                own = _local(child)
                if "purl.org/dc/" not in str(child.tag) or own not in _NAMES or len(child):
                    continue
                value = (
                    " ".join((child.text or "").split()) if own not in _LONG else (child.text or "").strip()
                )
                if value:
                    found[_SAME.get(own, own)].append((value, child.get(_LANG) or ""))
    card.fields = dict(found)
    return card


_LONG = frozenset(("description", "abstract", "tableOfContents"))


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def raw_record(card: Card, reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """Return the record of a card as a plain dictionary; what is left out is told."""
    language = next(filter(None, map(codes.language, card.values("language"))), "")
    raw: dict[str, Any] = {"id": card.identifier, "language": language, "published": _date(card)}
    _add_title(raw, card, language, reading)
    _add_people(raw, card, reading)
    _add_identifiers(raw, card)
    _add_outlet(raw, card)
    _add_kind(raw, card)
    _add_terms(raw, card, mapping)
    descriptions = card.fields.get("description", [])
    paragraphs = [text for value, _ in descriptions for text in re.split(r"\n\s*\n", value)]
    raw["body"] = html.from_paragraphs([" ".join(text.split()) for text in paragraphs])
    if raw["body"]:
        reading.fault(
            "is what the repository says of the work, and not its text",
            field="body",
            remedy="Take the text from its page, or attach the file",
        )
    for key, value in raw.items():
        if isinstance(value, str) and value:
            raw[key] = mapping.value(key, value)
    for key, value in mapping.constants.items():
        if not raw.get(key):
            raw[key] = value
    return raw


def _add_title(raw: dict[str, Any], card: Card, language: str, reading: Reading) -> None:
    """Take the title in the work's language, else the first; tell the others."""
    titles = card.fields.get("title", []) or card.fields.get("alternative", [])
    if not titles:
        return
    ours = [value for value, lang in titles if lang and codes.language(lang) == language]
    raw["title"] = ours[0] if ours else titles[0][0]
    others = [value for value, _ in titles if value != raw["title"]]
    others += [value for value in card.values("alternative") if value != raw["title"] and value not in others]
    if others:
        reading.fault("is a further title, left out", field="title", value=" / ".join(others))


def _add_people(raw: dict[str, Any], card: Card, reading: Reading) -> None:
    """Take creators; of contributors those who edited or translated. The rest is told."""
    raw["authors"] = [_person(value) for value in dict.fromkeys(card.values("creator"))]
    left_out = []
    for value in card.values("contributor"):
        person = _person(value)
        if person["role"]:
            raw["authors"].append(person)
        else:
            left_out.append(value)
    if left_out:
        reading.fault(
            "contributed in a way that is not told, and does not stand in the byline",
            field="authors",
            value="; ".join(left_out),
        )


def _person(words: str) -> dict[str, str]:
    role = ""
    if found := _ROLE.search(words):
        role = "translator" if found[1].lower().startswith("tr") else "editor"
        words = words[: found.start()]
    return {"name": natural(words), "role": role}


def natural(name: str) -> str:
    """Return a name in its natural order where the inverted one can mean nothing else.

    "Moor, Ada" is Ada Moor, "Brandt, Tomás, Jr." is Tomás Brandt, Jr.; organisations, more than one comma,
    and names in other than alphabetic scripts come back as they are.
    """
    name = _DATES_OF_PERSON.sub("", _NUMBER_OF_PERSON.sub("", name).strip()).strip(" ,;")
    if "," not in name or script(name) not in ("Latn", "Cyrl", "Grek") or _ORGANISATION.search(name):
        return name
    parts = [part.strip() for part in name.split(",")]
    suffix = f", {parts.pop()}" if len(parts) == 3 and _SUFFIX.fullmatch(parts[-1]) else ""
    if len(parts) != 2 or not all(parts) or _SUFFIX.fullmatch(parts[1]):
        return name
    if any(len(part.split()) > 4 or re.search(r"\d", part) for part in parts):
        return name
    return f"{parts[1]} {parts[0]}{suffix}"


def _date(card: Card) -> str:
    """Return when a work was issued: of several days the one without a time, the earliest, the most precise.

    A date with a time of day is mostly that of the deposit. What is no date at all comes back where it is
    the only one, so that it is told.
    """
    good: list[tuple[bool, dates.PartialDate, str]] = []
    bad: list[str] = []
    for value in [*card.values("issued"), *card.values("date")]:
        if value.startswith("info:eu-repo/date/"):
            continue
        try:
            good.append((":" in value, dates.parse_iso(value), value))
        except ValueError:
            try:
                day = dates.parse_printed(value)
            except ValueError:
                bad.append(value)
            else:
                good.append((False, day, str(day)))
        if good and value in card.values("issued"):
            break
    if not good:
        return bad[0] if bad else ""
    good.sort(key=lambda one: one[:2])
    best = good[0]
    for one in good:
        if not one[0] and str(one[1]).startswith(str(best[1])):
            best = one
    return best[2]


def _add_identifiers(raw: dict[str, Any], card: Card) -> None:
    """Take the first page as the address, the first DOI, and files as attachments."""
    files: list[str] = []
    values = [*card.values("identifier"), *(v for v in card.values("relation") if _FILE.search(v))]
    handles: list[str] = []
    for value in values:
        if found := _DOI.match(value):
            raw.setdefault("doi", found[1])
        elif found := _HANDLE.match(value):
            handles.append(f"https://hdl.handle.net/{found[1]}")
        elif is_safe_url(value):
            if _FILE.search(value):
                files.append(value)
            else:
                raw.setdefault("url", value)
    if handles:
        raw.setdefault("url", handles[0])
    raw["attachments"] = list(dict.fromkeys(files))


def _add_outlet(raw: dict[str, Any], card: Card) -> None:
    """Take the journal or series of `source`, else the publisher."""
    for value in card.values("source"):
        if is_safe_url(value):
            raw.setdefault("source_url", value)
            continue
        name = value.partition(";")[0].strip()
        if name and not _NUMBERS_ONLY.match(name):
            raw.setdefault("source", name[:300])
    if publishers := [value for value in card.values("publisher") if not is_safe_url(value)]:
        raw.setdefault("source", publishers[0][:300])


def _add_kind(raw: dict[str, Any], card: Card) -> None:
    """Take the first type that says more than that it is a text."""
    for value in card.values("type"):
        word = _SEMANTICS.sub("", value).strip()
        if not word or matching_key(word).replace(" ", "") in _GENERIC or word.startswith("http"):
            continue
        raw["type"] = codes.KINDS.get(re.sub(r"[\s_-]", "", word).lower(), "")
        raw["type_label"] = "" if raw["type"] else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word)
        return


def _add_terms(raw: dict[str, Any], card: Card, mapping: Mapping) -> None:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for element, default in (("subject", "topics"), ("coverage", "regions")):
        is_mapped = mapping.terms.get(element) is not None
        for value in card.values(element):
            for name in value.split(";"):
                name = _BEFORE_WORDS.sub("", name.strip())
                if not name or _CLASS_MARK.match(name) or (element == "coverage" and re.search(r"\d", name)):
                    continue
                key, words = (mapping.term(element, "", name) or ("", "")) if is_mapped else (default, name)
                if key in ("topics", "regions", "programs", "projects", "collections", "centers"):
                    found[key].setdefault(matching_key(words), words)
                elif key and not raw.get(key):
                    raw[key] = words
    for key, names in found.items():
        raw[key] = list(names.values())
