"""What the evidence of a work holds: its claims, read again, and its very lines, whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html as lxml_html

from archive.articles.rendering import render
from archive.importing.bodies import clean_body
from archive.importing.models import ImportedRecord
from archive.importing.records import Record
from archive.importing.reparsing import read_again
from archive.text.html import HtmlRefused, to_text

LINES_OF = ("captures",)
"""Formats whose evidence is the text of one page, line by line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The `record` that the evidence makes, the `blocks` of its body, and the `lines` of the whole page."""

    record: Record | None
    blocks: tuple[str, ...]
    lines: tuple[str, ...]


def evidence_of(record: ImportedRecord) -> Evidence:
    """Read the evidence of an imported record again."""
    reading = read_again(record)
    blocks: tuple[str, ...] = ()
    if reading.record and reading.record.body:
        try:
            shown = render(clean_body(reading.record.body).html, {})
            blocks = tuple(filter(None, to_text(shown).split("\n")))
        except HtmlRefused:
            blocks = ()
    return Evidence(reading.record, blocks, tuple(_lines(record, reading.data)))


def _lines(record: ImportedRecord, data: bytes) -> list[str]:
    text = data.decode("utf-8", "replace")
    if record.format == "html":
        try:
            tree = lxml_html.document_fromstring(data)
        except (ValueError, lxml_html.etree.LxmlError):
            return []
        for element in tree.xpath("//script|//style|//noscript|//template|//head"):
            element.drop_tree()
        return to_text(lxml_html.tostring(tree, encoding="unicode")).split("\n")
    if record.format in LINES_OF:
        return [line for line in map(str.strip, text.splitlines()) if line]
    return []
