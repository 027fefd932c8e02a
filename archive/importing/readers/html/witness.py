"""What one part of a page says about it, and how many parts are heard: the more trusted first.

A `Witness` is one source of metadata with what it claims. `Hearing` asks them in the order of trust that
the package's docstring gives, keeps what the first says, and notes the others where they contradict it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.importing.readers.html import moments, people
from archive.importing.records import Reading
from archive.text import strings
from archive.text.dates import PartialDate


@dataclass(slots=True)
class Witness:
    """What one source of metadata says. Empty where it says nothing.

    `authors` are dictionaries as the record has them; `sections` are categories as printed, `topics` terms;
    `kinds` are types as the source names them; `record` holds keys of the record format as they are;
    `body` is HTML. `is_article` is true where the source calls the page an article.
    """

    name: str
    titles: list[str] = field(default_factory=list)
    deck: str = ""
    published: list[str] = field(default_factory=list)
    authors: list[dict[str, Any]] = field(default_factory=list)
    speakers: list[dict[str, Any]] = field(default_factory=list)
    language: str = ""
    url: str = ""
    sections: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)
    houses: list[str] = field(default_factory=list)
    doi: str = ""
    place: str = ""
    body: str = ""
    record: dict[str, Any] = field(default_factory=dict)
    is_article: bool = False
    refused_as: str = ""
    is_weak: bool = False


class Hearing:
    """The witnesses of one page, the most trusted first."""

    def __init__(self, reading: Reading, witnesses: Iterable[Witness], language: str = "") -> None:
        self.reading = reading
        self.witnesses = list(witnesses)
        self.language = language
        self.houses = [house for witness in self.witnesses for house in witness.houses]

    def first(self, ask: Callable[[Witness], Any]) -> Any:
        """Return what the most trusted witness that says anything says, else None."""
        return next((said for witness in self.witnesses if (said := ask(witness))), None)

    def title(self, tidied: Callable[[str], str]) -> str:
        """Return the title; `tidied` takes the site's name off. One that was cut gives way to the whole."""
        said = [
            (witness, title)
            for witness in self.witnesses
            for title in filter(None, map(tidied, witness.titles[:1] or []))
        ]
        if not said:
            return ""
        keeper, kept = said[0]
        for witness, other in said[1:]:
            if _is_cut(kept, other):
                keeper, kept = witness, other
            elif not witness.is_weak and not _same_title(kept, other) and not _is_cut(other, kept):
                self._contradicted("title", kept, keeper, other, witness)
        return kept

    def published(self) -> PartialDate | None:
        """Return the day of publication; what is not understood is noted and passed over."""
        kept: tuple[Witness, PartialDate] | None = None
        told: set[str] = set()
        lost: set[str] = set()
        for witness in self.witnesses:
            for words in witness.published:
                try:
                    day = moments.read(words, self.language)
                except moments.NotUnderstood:
                    if words in lost:
                        continue
                    lost.add(words)
                    self.reading.fault(
                        f"is not a day, as {witness.name} says it; it was not used",
                        field="published", value=words, remedy="Give the day if it is known",
                    )  # fmt: skip
                    continue
                if kept is None or (
                    moments.agree(kept[1], day) and day.precision == "day" != kept[1].precision
                ):
                    kept = (witness, day)
                elif not moments.agree(kept[1], day) and not witness.is_weak and str(day) not in told:
                    told.add(str(day))
                    self._contradicted("published", str(kept[1]), kept[0], str(day), witness)
        return kept[1] if kept else None

    def authors(self) -> list[dict[str, Any]]:
        """Return the byline; the house's own name and accounts of the system are nobody."""
        kept: list[dict[str, Any]] = []
        keeper: Witness | None = None
        nobody: list[str] = []
        for witness in self.witnesses:
            named, left_out = people.listed(witness.authors, self.houses)
            nobody += left_out
            if keeper is None:
                if named:
                    keeper, kept = witness, named
                continue
            about = {strings.loose_key(person["name"]): person for person in named}
            keys = {strings.loose_key(person["name"]) for person in kept}
            for person in kept:
                more = about.get(strings.loose_key(person["name"]), {})
                person["position"] = person.get("position") or more.get("position") or ""
                person["bio"] = person.get("bio") or more.get("bio") or ""
            if set(about) - keys and not witness.is_weak:
                names = ", ".join(person["name"] for person in named)
                self._contradicted(
                    "authors", ", ".join(person["name"] for person in kept), keeper, names, witness
                )
        if not kept and nobody:
            self.reading.fault(
                "is an account or the house itself, not a person; the article was kept without an author",
                field="authors", value=", ".join(dict.fromkeys(nobody)),
                remedy="Name the author if there is one",
            )  # fmt: skip
        return kept

    def _contradicted(
        self, field_name: str, kept: str, keeper: Witness, other: str, witness: Witness
    ) -> None:
        shown = kept if len(kept) <= 120 else kept[:119] + "…"
        self.reading.fault(
            f'is what {witness.name} says; {keeper.name} says "{shown}", which is trusted more and was kept',
            field=field_name, value=other,
        )  # fmt: skip


def _is_cut(short: str, whole: str) -> bool:
    stem = short.rstrip(" .…")
    return len(stem) > 15 and len(stem) < len(short) and len(whole) > len(stem) and whole.startswith(stem)


def _same_title(one: str, other: str) -> bool:
    one, other = strings.loose_key(one), strings.loose_key(other)
    short, whole = sorted((one, other), key=len)
    return (
        short == whole
        or (len(short) > 12 and whole.startswith(short))
        or (len(short) > 12 and whole.endswith(short))
    )
