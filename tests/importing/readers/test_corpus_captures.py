"""The captures of the corpus: every field that it expects, and the seed exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.importing.sources import find_sources
from archive.text import html
from tests.importing.readers.reading import names, paragraphs, reading_of, record_of

pytestmark = pytest.mark.corpus

SAME = {
    "title": "title",
    "dek": "deck",
    "type": "type",
    "label": "type_label",
    "type_label": "type_label",
    "language": "language",
    "blog": "blog",
    "primary_center": "primary_center",
    "centers": "centers",
    "collections": "collections",
    "programs": "programs",
    "regions": "regions",
    "topics": "topics",
    "place": "place",
    "originally_published_in": "source",
}


def test_reads_every_capture_as_expected(corpus: Path):
    folder = corpus / "corpus" / "captures"
    sources = {source.path.name: source for source in find_sources([folder])}
    wrong = []
    for line in (folder / "EXPECTED.jsonl").read_text().splitlines():
        expected = json.loads(line)
        source = sources[expected["file"]]
        wrong += [f"{expected['file']}: {difference}" for difference in differences(expected, source)]
    assert wrong == []


def differences(expected, source):
    reading = reading_of(source.path, source.address)
    record = reading.record
    if expected.get("is_article") is False:
        return [] if record is None else ["became an article"]
    if record is None:
        return [str(fault) for fault in reading.faults]
    found = []
    for key, field in SAME.items():
        if key in expected and getattr(record, field) != expected[key]:
            found.append(f"{field} is {getattr(record, field)!r}, not {expected[key]!r}")
    text = html.to_text(record.body)
    dated = expected.get("date") or expected.get("date_hint_from_url")
    checks = {
        "date": record.published == dated or not dated,
        "authors": names(record) == expected.get("authors", []),
        "speakers": names(record, "speaker") == expected.get("speakers", []),
        "body_first": text.startswith(expected["body_first"]),
        "body_last": text.endswith(expected.get("body_last", "")),
        "url": record.url == expected.get("captured_from", ""),
    }
    found += [key for key, held in checks.items() if not held]
    return found + [
        words for words in expected.get("must_not_contain", []) if words in record.model_dump_json()
    ]


def test_reads_the_seed_exactly(corpus: Path):
    (path,) = (corpus / "seeds").glob("*.txt")
    lines = path.read_text(encoding="utf-8").split("\n")
    record = record_of(path)
    start = lines.index("Source: Global Times") + 1
    end = lines.index("This article originally appeared in Global Times.")
    assert paragraphs(record) == [line.strip(" ") for line in lines[start:end] if line]
    assert sum(line.endswith("\N{NO-BREAK SPACE}") for line in paragraphs(record)) == 1
    assert record.title == "Russia-NK Opening Sends Message to Region"
    assert record.deck == lines[lines.index(record.title) + 2]
    assert (record.source, record.credit, record.published) == ("Global Times", "Getty", "2014-12-02")
    assert (record.type, record.type_label) == ("legacyinthemedia", "In The Media")
    assert record.centers == ["Carnegie Endowment for International Peace", "Carnegie Russia Eurasia Center"]
    assert record.primary_center == "Carnegie Russia Eurasia Center"
    assert record.host_center == "Malcolm H. Kerr Carnegie Middle East Center"
    assert record.topics == ["Foreign Policy"]
    assert record.regions == [
        "North America",
        "United States",
        "East Asia",
        "South Korea",
        "China",
        "Japan",
        "Russia",
        "North Korea",
    ]
    (author,) = record.authors
    assert author.name == "Dmitri Trenin"
    assert author.position == "Former Director, Carnegie Moscow Center"
    assert author.bio == ("<p>Trenin was director of the Carnegie Moscow Center from 2008 to early 2022.</p>")
    assert record.id.startswith("capture:")
    assert reading_of(path).faults == []
