"""What a file claims, before anybody believes it: records, faults and readings.

The record is the archive's own interchange format (one JSON object a line). Its keys are those of the
data layer that the first captured pages carry, so `centerAffiliationAll` and its like are kept as they
are; in Python every field has a plain name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Claim(BaseModel):
    """A part of a record. Unknown keys are ignored: nothing in a file reaches a column by its name."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, str_strip_whitespace=False)


class Person(Claim):
    """One name of a byline: `name` as printed, `role` a code ("" for an author, "speaker", "editor"...).

    `position` is what the file prints under the name ("Former Director, Harbour Center"); `bio` is HTML.
    """

    name: str
    role: str = ""
    position: str = ""
    bio: str = ""


class File(Claim):
    """Something attached: `url` its web address, `title` its label."""

    url: str
    title: str = ""


class Amendment(Claim):
    """A public correction: the day it was made (ISO) and what it says."""

    date: str
    text: str


class Record(Claim):
    """One article as a file claims it.

    Lists keep their order. Empty is `""` or `[]`. `state` is "draft", "review" or "withdrawn" for what the
    source does not show; it can only hold a work back. `release` is the instant from which readers may see
    the work, where that does not follow from its date. `published` is `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an
    instant, of which the day as written counts. `body` and `bio` are HTML that nobody has cleaned yet.
    """

    id: str = ""
    url: str = ""
    title: str = ""
    deck: str = ""
    body: str = ""
    language: str = ""
    published: str = ""
    authors: list[Person] = Field(default_factory=list)
    type: str = ""
    type_label: str = ""
    blog: str = ""
    primary_center: str = Field("", alias="primaryCenter")
    centers: list[str] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    regions: list[str] = Field(default_factory=list)
    programs: list[str] = Field(default_factory=list)
    projects: list[str] = Field(default_factory=list)
    collections: list[str] = Field(default_factory=list)
    center_affiliation: str = Field("", alias="centerAffiliationAll")
    program_affiliation: str = Field("", alias="programAffiliation")
    english_newsletter: str = Field("", alias="englishNewsletterAll")
    other_newsletter: str = Field("", alias="nonEnglishNewsletterAll")
    source: str = ""
    source_url: str = ""
    credit: str = ""
    image: str = ""
    image_alt: str = ""
    image_caption: str = ""
    attachments: list[File] = Field(default_factory=list)
    corrections: list[Amendment] = Field(default_factory=list)
    translation_of: str = ""
    doi: str = ""
    place: str = ""
    host_center: str = ""
    disclaimer: str = ""
    state: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one thing read, fit to be read aloud.

    `source` is the file's name, `where` a line or record in it ("line 31"; may be empty), `field` the
    record's key, `value` the offending words (cut to 120 characters), `problem` what is wrong and what
    was done, `remedy` what would mend it. `fatal` faults reject the record; the others are kept with it.
    """

    source: str
    problem: str
    where: str = ""
    field: str = ""
    value: str = ""
    remedy: str = ""
    fatal: bool = False

    def __str__(self) -> str:
        place = f"{self.source}, {self.where}" if self.where else self.source
        subject = " ".join(filter(None, [self.field, f'"{self.value}"' if self.value else ""]))
        parts = [f"{place}: {subject} {self.problem}" if subject else f"{place}: {self.problem}", self.remedy]
        return " ".join(part.rstrip(".") + "." for part in parts if part)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its `path`, the `name` to print, and the address it was captured from, if known.

    `faults` is what is wrong with the lines that should have told the address. `context` is what else a
    reader has to know: "map", the mapping that staff gave, and whatever a reading told (`Reading.context`)
    when its evidence was read first. `folder` is the folder that staff gave, in or under which the file
    lies (its own where a single file was given): pictures and documents are looked for nowhere else, and
    nowhere at all where it is None.
    """

    path: Path
    name: str
    address: str = ""
    faults: tuple[Fault, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict, hash=False)
    folder: Path | None = None

    def data(self) -> bytes:
        """Return the whole content. Readers of formats that can be large open `path` and stream."""
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive remembers of the very same bytes of the same file: they need not be parsed again."""

    record_id: int
    source_key: str
    digest: str
    article_id: int | None


@dataclass(slots=True)
class Reading:
    """One thing read: the bytes it was read from, and the record they make, or the faults that reject it.

    `record` is None exactly when some fault is fatal. `inferred` names the fields that the source does not
    state and its address suggests; whoever states them is trusted more.

    `data` is kept as evidence and can be read again, alone, by the reader called `format` (empty: the one
    that made the reading); `context` is what that takes besides, in JSON. `identity` is the source key that
    evidence read again is known by, whatever the reader finds now.

    Where the bytes alone decide what a reading says, a reader may leave the work for later: `parse` returns
    the finished reading. Then bytes that are `known` are never parsed, and those that are not may be parsed
    and prepared (`preparing.Prepared`) by another process. `companion` returns the bytes of a
    picture or document by the name the record gives it, None where the source has no such thing; without
    it, files beside the source are meant. `paths` are the places in its site, each from its first slash, by
    which other pages link to this one, where the site itself is not named.
    """

    source: Source
    data: bytes
    where: str = ""
    record: Record | None = None
    faults: list[Fault] = field(default_factory=list)
    inferred: set[str] = field(default_factory=set)
    format: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    identity: str = ""
    parse: Callable[[Reading], Reading] | None = None
    known: Known | None = None
    prepared: Any = None
    companion: Callable[[str], bytes | None] | None = None
    paths: list[str] = field(default_factory=list)

    def fault(self, problem: str, *, field: str = "", value: Any = "", remedy: str = "") -> None:
        """Note a fault that the record survives."""
        self._note(problem, field, value, remedy, fatal=False)

    def reject(self, problem: str, *, field: str = "", value: Any = "", remedy: str = "") -> Reading:
        """Note a fault that the record does not survive; return the reading, so that it can be yielded."""
        self.record = None
        self._note(problem, field, value, remedy, fatal=True)
        return self

    def _note(self, problem: str, name: str, value: Any, remedy: str, *, fatal: bool) -> None:
        words = str(value)
        words = words if len(words) <= 120 else words[:119] + "…"
        self.faults.append(Fault(self.source.name, problem, self.where, name, words, remedy, fatal))


Readings = Iterator[Reading]
