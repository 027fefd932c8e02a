"""Saved answers of OAI-PMH repositories: the Dublin Core of `ListRecords` and `GetRecord`, of any size.

An answer that is an error, or one to another question, is said with the repository's own words. So is a
resumption token: it means that more records wait there.
"""

from __future__ import annotations

import re

from lxml import etree

from archive.importing import claims, xml
from archive.importing.mapping import Mapping
from archive.importing.readers.oai.dublin_core import Card, fields_of, raw_record
from archive.importing.records import Fault, Reading, Readings, Source

NAME = "oai"

_ROOTS = frozenset(("OAI-PMH", "ListRecords", "GetRecord"))
_ANSWER = re.compile(
    r"<(?:[\w.-]+:)?(Identify|ListSets|ListMetadataFormats|ListIdentifiers|ListRecords|GetRecord)[\s/>]"
)
_ERROR = re.compile(
    r"<(?:[\w.-]+:)?error\b[^<>]*?\bcode\s*=\s*[\"'](\w{1,60})[\"'][^<>]*?(?:/>|>([^<]{0,2000})</)"
)
_TOKEN = re.compile(r"<(?:[\w.-]+:)?resumptionToken\b([^<>]*)>\s*([^<\s][^<]{0,500}?)\s*</")
_SIZE = re.compile(r"completeListSize\s*=\s*[\"'](\d{1,12})[\"']")
_RESTART = r"<(?:[\w.-]+:)?record[^<>]{0,300}>\s*<(?:[\w.-]+:)?header\b"
_REMEDY = "Harvest it again; what was read before that stands"
_OAI = "http://www.openarchives.org/OAI/2.0/"


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file is an answer of an OAI-PMH repository."""
    text = xml.beginning(head)
    return xml.root_of(text) in _ROOTS and ("OAI" in text[:5_000] or "openarchives.org" in text)


def read(source: Source) -> Readings:
    """Yield a reading for each record; the last one also tells what waits at the repository."""
    mapping = Mapping.of(source.context.get("map", {}))
    waiting: Reading | None = None
    pieces = xml.Pieces(source.path, "record", restart=_RESTART, nested=True)
    number, broken = 0, ""
    try:
        for piece in pieces:
            number += 1
            broken = piece.broken
            if waiting is not None:
                yield waiting
            waiting = _reading(source, piece, pieces.head, mapping)
    except xml.XmlRefused as refusal:
        if waiting is not None:
            yield waiting
        yield Reading(source, b"").reject(str(refusal), remedy="Save the answer again without it")
        return
    if waiting is None:
        yield _without_records(source, pieces.head)
        return
    if token := _TOKEN.search(pieces.tail):
        size = _SIZE.search(token[1])
        whole = f" of {int(size[1]):,} in all" if size else ""
        waiting.faults.append(
            Fault(
                source.name,
                f"holds {number:,} record{'' if number == 1 else 's'}{whole}; the repository has more behind "
                "its resumption token",
                value=token[2][:120],
                remedy="Harvest the answers that follow, and import them too",
            )
        )
    yield waiting
    if broken != "cut" and not re.search(
        r"</(?:[\w.-]+:)?(?:OAI-PMH|ListRecords|GetRecord)\s*>", pieces.tail
    ):
        yield Reading(source, b"", f"after record {number:,}").reject(
            "ends without closing its first element: the answer was cut off", remedy=_REMEDY
        )


def _without_records(source: Source, head: str) -> Reading:
    """Return the reading of an answer that holds no records, with the reason."""
    reading = Reading(source, head[: xml.SHOWN].encode("utf-8", "replace"))
    if error := _ERROR.search(head):
        words = " ".join((error[2] or "").split())
        said = f': "{words}"' if words else ""
        return reading.reject(
            f"is an error that the repository answered{said}",
            value=error[1],
            remedy=_ERRORS.get(error[1], "Ask the repository"),
        )
    answer = _ANSWER.search(head)
    if answer is None:
        return reading.reject(
            "is no answer of an OAI-PMH repository", remedy="Name the format of the file, or leave it out"
        )
    if answer[1] in ("ListRecords", "GetRecord"):
        return reading.reject("is an answer without records", value=answer[1], remedy=_REMEDY)
    return reading.reject(
        "is the answer to another question, and holds no records",
        value=answer[1],
        remedy="Harvest with verb=ListRecords and metadataPrefix=oai_dc",
    )


_ERRORS = {
    "badArgument": "Mend the dates or arguments of the request, and harvest again",
    "badResumptionToken": "Harvest again from the beginning; tokens run out",
    "badVerb": "Harvest with verb=ListRecords",
    "cannotDisseminateFormat": "Harvest with metadataPrefix=oai_dc",
    "idDoesNotExist": "Check the identifier",
    "noRecordsMatch": "Nothing has to be done, if that period or set is meant",
    "noMetadataFormats": "Check the identifier",
    "noSetHierarchy": "Harvest without a set",
}


def _reading(source: Source, piece: xml.Piece, head: str, mapping: Mapping) -> Reading:
    where = f"line {piece.line:,}"
    if piece.broken in ("cut", "large"):
        problem = (
            "is where the file ends, in the middle of this record: the answer was cut off"
            if piece.broken == "cut"
            else "begins a record that is too large or never ends; it was passed over"
        )
        data = piece.text[: xml.SHOWN].encode("utf-8", "replace")
        return Reading(source, data, where).reject(problem, remedy=_REMEDY)
    try:
        element, problems = xml.element_of(piece.text, xml.namespaces_of(head))
    except xml.XmlBroken as error:
        data = piece.text[: xml.SHOWN].encode("utf-8", "replace")
        return Reading(source, data, where).reject(f"cannot be read: {error}", remedy=_REMEDY)
    card = fields_of(element)
    reading = Reading(source, _document(element), f"record {card.identifier}" if card.identifier else where)
    if piece.broken:
        problems.append("has no end: the next record begins before it")
    for problem in problems:
        reading.fault(problem, remedy="Compare it with its page")
    return _judged(reading, card, mapping)


def _judged(reading: Reading, card: Card, mapping: Mapping) -> Reading:
    """Give a reading its record, or reject it where the repository has deleted it or tells nothing of it."""
    if card.is_deleted:
        return reading.reject("was deleted at its source", value=card.identifier)
    if not card.has_metadata:
        return reading.reject(
            "has no metadata",
            value=card.identifier,
            remedy="Harvest with verb=ListRecords and metadataPrefix=oai_dc",
        )
    if not card.fields:
        return reading.reject(
            f"is described in the format <{card.format}>, and not in Dublin Core",
            value=card.identifier,
            remedy="Harvest with metadataPrefix=oai_dc",
        )
    return claims.fill(reading, raw_record(card, reading, mapping))


def _document(element: etree._Element) -> bytes:
    """Return an answer with one record, which needs nothing around it."""
    element.tail = None
    record = etree.tostring(element, encoding="unicode")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{_OAI}">\n<GetRecord>\n{record}\n'
        "</GetRecord>\n</OAI-PMH>\n"
    ).encode("utf-8", "replace")
