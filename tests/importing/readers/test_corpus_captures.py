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


@pytest.fixture
def seed(corpus: Path) -> Path:
    (path,) = (corpus / "seeds").glob("*.txt")
    return path


def below(lines: list[str], mark: str) -> str:
    """Return the next line in which something is printed below the last line that is `mark`."""
    last = max(index for index, line in enumerate(lines) if line == mark)
    return next(line for line in lines[last + 1 :] if line.strip())


def test_reads_the_seeds_body_exactly(seed: Path):
    lines = seed.read_text(encoding="utf-8").split("\n")
    record = record_of(seed)
    start = lines.index(f"Source: {record.source}") + 1
    end = lines.index(f"This article originally appeared in {record.source}.")
    assert paragraphs(record) == [line.strip(" ") for line in lines[start:end] if line]
    assert sum(line.endswith("\N{NO-BREAK SPACE}") for line in paragraphs(record)) == 1


def test_reads_everything_around_the_seeds_body(seed: Path):
    text = seed.read_text(encoding="utf-8")
    lines = text.split("\n")
    layer = json.loads(text[text.index("{") : text.index("\n}") + 2])
    record = record_of(seed)
    values = record.model_dump(by_alias=True)
    for key in ("type", "centers", "primaryCenter", "regions", "topics", "programs", "collections"):
        assert values[key] == layer[key]
    assert record.title == below(lines, layer["primaryCenter"])
    assert record.deck == below(lines, record.title)
    assert record.type_label == below(lines, f"Source: {record.credit}")
    assert (record.credit, record.published) == ("Getty", "2014-12-02")
    assert record.host_center == lines[-2]
    (author,) = record.authors
    about = [line for line in lines[lines.index("About the Author") + 1 :] if line]
    assert [author.name] == layer["authors"] == about[:1]
    assert [author.position, author.bio] == [about[1], f"<p>{about[2]}</p>"]
    assert (record.id[:8], reading_of(seed).faults) == ("capture:", [])
