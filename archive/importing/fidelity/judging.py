"""A page compared with its evidence: what is missing, altered, added or lost, and a score from 0 to 100."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from typing import Any

from archive.importing.fidelity.evidence import Evidence, evidence_of
from archive.importing.fidelity.pages import Page, a_reader, seen
from archive.importing.matching import Matcher
from archive.importing.models import ImportedRecord
from archive.importing.records import Record
from archive.importing.resolving import FACET_FIELDS
from archive.importing.states import state_of
from archive.text.languages import normalise

ALIKE = 0.75
"""How much two paragraphs share from which one is the other, altered."""
FURNITURE = 3
"""In how many works a paragraph stands that belongs to the site, not to any of them."""
SHORTEST = 4
"""Words of a paragraph that is worth asking where it has gone."""


@dataclass(slots=True)
class Judgement:
    """How faithful the page of one work is.

    `missing`, `altered` and `added` are paragraphs, `lost` fields of the record that the page does not show,
    `leaked` paragraphs that stand in several works alike. `edited` fields were changed by an editor and are
    not held against the page. `score` is the part of paragraphs and fields that arrived, in hundredths.
    """

    source: str
    address: str
    status: int
    checked: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many things are not as the evidence has them."""
        return len(self.missing) + len(self.altered) + len(self.added) + len(self.lost) + len(self.leaked)

    @property
    def score(self) -> float:
        """100 for a page on which everything arrived, 0 for one that is not shown."""
        if self.status != 200:
            return 0.0
        return round(max(0.0, 100 * (1 - self.wrong / max(self.checked, 1))), 1)

    def as_json(self) -> dict[str, Any]:
        """Return it as one object for a report."""
        return {**asdict(self), "score": self.score}


def judge(records: Iterable[ImportedRecord], matcher: Matcher | None = None) -> Iterator[Judgement]:
    """Judge the pages of imported works; `records` are the first ones of each, with article and capture."""
    matcher = matcher or Matcher()
    reader = a_reader()
    for record in records:
        article = record.article
        page = seen(reader, article.get_absolute_url())
        judgement = Judgement(record.source_key, article.get_absolute_url(), page.status)
        if page.status == 200:
            state = state_of(article)
            judgement.edited = sorted(
                name for name, value in record.applied.items() if name in state and state[name] != value
            )
            evidence = evidence_of(record)
            if evidence.record:
                _judge_body(judgement, evidence, page)
                _judge_fields(judgement, evidence.record, page, matcher)
        yield judgement


def mark_leaks(judgements: Iterable[Judgement], bodies: dict[str, tuple[str, ...]]) -> None:
    """Note paragraphs that stand in the bodies of several works; `bodies` holds blocks by source."""
    seen_in = Counter(block for blocks in bodies.values() for block in set(blocks) if _counts(block))
    for judgement in judgements:
        judgement.leaked = [
            block for block in dict.fromkeys(bodies.get(judgement.source, ())) if seen_in[block] >= FURNITURE
        ]


def _judge_body(judgement: Judgement, evidence: Evidence, page: Page) -> None:
    if "body" in judgement.edited:
        return
    wanted, shown = Counter(map(_folded, evidence.blocks)), Counter(map(_folded, page.body))
    missing, added = list((wanted - shown).elements()), list((shown - wanted).elements())
    for block in list(missing):
        like = next((other for other in added if SequenceMatcher(None, block, other).ratio() >= ALIKE), None)
        if like is not None:
            missing.remove(block)
            added.remove(like)
            judgement.altered.append(block)
    judgement.missing = missing + list(_left_out(evidence, page))
    judgement.added = added
    judgement.checked += wanted.total()


def _left_out(evidence: Evidence, page: Page) -> Iterator[str]:
    """The lines between the first and the last of the body in the evidence that are nowhere on the page."""
    lines = [_folded(line) for line in evidence.lines]
    body = {_folded(block) for block in evidence.blocks}
    places = [place for place, line in enumerate(lines) if line in body]
    if not places:
        return
    whole = " ".join((*map(_folded, page.body), *map(_folded, page.texts.values())))
    for line in lines[places[0] : places[-1]]:
        if _counts(line) and line not in whole:
            yield line


def _judge_fields(judgement: Judgement, record: Record, page: Page, matcher: Matcher) -> None:
    for name, values, place in _claimed(record, matcher):
        if name in judgement.edited:
            continue
        judgement.checked += 1
        shown = _folded(page.texts.get(place, ""))
        if not any(_folded(value) in shown for value in values):
            judgement.lost.append(f"{name}: {values[0]}")


def _claimed(record: Record, matcher: Matcher) -> Iterator[tuple[str, list[str], str]]:
    """Every value that the page has to show: its field, the words it may be shown in, and the place."""
    for name, place in PLAIN.items():
        if value := getattr(record, name):
            yield name, [value[:10] if name == "published" else value], place
    if record.language:
        yield "language", [normalise(record.language)], "language"
    for person in record.authors:
        yield "authors", [person.name], "authors"
    if record.source:
        yield "source", _names(matcher.outlets, record.source), "source"
    for name, facet in FACET_FIELDS.items():
        for value in getattr(record, name):
            yield name, _names(matcher.terms(facet), value), "foot"
    if record.primary_center:
        yield "primary_center", _names(matcher.centers, record.primary_center), "kicker"
    for correction in record.corrections:
        yield "corrections", [correction.text], "corrections"


PLAIN = {"title": "title", "deck": "deck", "place": "place", "credit": "credit", "published": "published"}


def _names(authority: Any, name: str) -> list[str]:
    """The names under which a page may show what a name means: each language has its own."""
    found = authority.find(name)
    return [name, found.name, *(form.name for form in found.names.all())] if found else [name]


def _counts(block: str) -> bool:
    return len(block.split()) >= SHORTEST or len(block) > 24


_BLANKS = re.compile(r"\s+")


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
