"""Pictures and documents of a record: found in its source or beside it, judged by content, kept once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from archive.files import BIGGEST_ATTACHMENT, PICTURE_SUFFIXES, FileRefused, document_suffix, measure
from archive.importing import storing
from archive.importing.fetching import Fetcher, NotFetched
from archive.importing.finding import Finder, kept_name, whole_address
from archive.importing.records import File, Reading
from archive.text.addresses import is_safe_url
from archive.text.strings import tidy

ELSEWHERE = "elsewhere"
"""The mark in a reading's context that some of its files are on the network, and were not at hand."""
ASK = "Import with --fetch-media, or put the file beside the record"
PICTURE_NAMES = frozenset((*PICTURE_SUFFIXES.values(), "jpeg", "jpe", "jfif"))
MOST_REMEMBERED = 20_000
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it will be stored: its name in the storage and its size in pixels (0 for a document)."""

    name: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment as it will be written: `url` on the network, `file` in the storage; one may be empty."""

    url: str
    file: str
    title: str

    @property
    def state(self) -> list[str]:
        """What tells it from others: its address, or the file where it has none, and its title."""
        return [self.url or self.file, self.title]


class Keeper:
    """Keeps the files of one run. A dry run does and says the same, and writes nothing.

    `fetch` allows the network to be asked for what is nowhere at hand. `stored` names the files that were
    kept since it was cleared, each once a run, whether they were new or not.
    """

    def __init__(self, *, dry_run: bool = False, fetch: bool = False, fetcher: Fetcher | None = None) -> None:
        self.dry_run = dry_run
        self.fetch = fetch
        self.fetcher = fetcher or Fetcher()
        self.stored: list[str] = []
        self.finder = Finder()
        self._told: set[str] = set()
        self._known: dict[tuple[bytes, bool], Picture] = {}
        self._fetched: dict[tuple[str, bool], Picture | str] = {}

    def picture(self, reading: Reading) -> Picture | None:
        """Keep the picture that a reading's record names; None, with a fault, where there is none to show."""
        name = reading.record.image if reading.record else ""
        if not name:
            return None
        try:
            kept = self.keep(reading, name)
        except (FileRefused, NotFetched) as reason:
            reading.fault(f"{reason}; the work was kept without it", field="image", value=name)
            return None
        if kept is None and whole_address(reading, name):
            problem = "is an address on the network, which is not asked; the work was kept without it"
            reading.fault(problem, field="image", value=name, remedy=ASK)
        elif kept is None:
            problem = "is not a file beside the record; the work was kept without it"
            reading.fault(problem, field="image", value=name)
        return kept

    def attachments(self, reading: Reading) -> list[Attached]:
        """Keep the attachments of a reading's record that are at hand; of the others, those on the network
        keep their address, and paths that lead nowhere are left out with a fault.
        """
        files = reading.record.attachments if reading.record else []
        return [one for file in files if (one := self._attachment(reading, file))]

    def keep(
        self, reading: Reading, written: str, *, is_document: bool = False, ask: bool = True
    ) -> Picture | None:
        """Keep the file that a record means by an address or a path; None where it is not at hand.

        Raises `FileRefused` for what is not taken in, `NotFetched` for what the network did not give; with
        `ask` false the network is left alone. What was found is remembered in the reading's context, so
        that its evidence leads to the same files when it is read again without its surroundings.
        """
        kept = self._remembered(reading, written) or self._at_hand(reading, written, is_document)
        if kept is None and ask and (address := whole_address(reading, written)):
            was_complete = reading.context
            reading.context = {**reading.context, ELSEWHERE: True}
            if not self.fetch:
                return None
            kept = self._from_network(address, is_document)
            reading.context = was_complete
        if kept:
            files = reading.context.get("files", {}) | {written: [kept.name, kept.width, kept.height]}
            reading.context = {**reading.context, "files": files}
        return kept

    def keep_bytes(self, data: bytes) -> Picture:
        """Keep a picture that a body carries in itself; raise `FileRefused` for what is none."""
        return self._store(data, "", False)

    def _attachment(self, reading: Reading, file: File) -> Attached | None:
        is_web = is_safe_url(file.url)
        title = tidy(file.title)[:300]
        kept = None
        try:
            kept = self.keep(reading, file.url, is_document=True)
        except (FileRefused, NotFetched) as reason:
            fate = "only its address was kept" if is_web else "the attachment was left out"
            reading.fault(f"{reason}; {fate}", field="attachments", value=file.url)
        else:
            if kept is None and not is_web:
                reading.fault(
                    "is not a file beside the record; the attachment was left out",
                    field="attachments",
                    value=file.url,
                    remedy="Put the file there, or give its web address",
                )
        if kept is None and not is_web:
            return None
        return Attached(file.url[:1000] if is_web else "", kept.name if kept else "", title)

    def _at_hand(self, reading: Reading, written: str, is_document: bool) -> Picture | None:
        found = self.finder.find(reading, written)
        if found:
            return self._store(found.data, found.called, is_document, found.kept_as)
        name = kept_name(written)
        return Picture(name) if name and storing.has(name) else None

    def _remembered(self, reading: Reading, written: str) -> Picture | None:
        """Return what the address led to when this evidence was read first, where that is still there."""
        known: Any = reading.source.context.get("files")
        match known.get(written) if isinstance(known, dict) else None:
            case [str(name), int(width), int(height)] if storing.is_ours(name) and storing.has(name):
                return Picture(name, width, height)
        return None

    def _store(self, data: bytes, called: str, is_document: bool, kept_as: str = "") -> Picture:
        key = hashlib.sha256(data).digest(), is_document
        known = self._known.get(key)
        if known is None:
            known = self._judged(data, called, is_document, kept_as)
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = known
            if not self.dry_run:
                storing.write(known.name, data)
        if known.name not in self._told:
            self._told.add(known.name)
            self.stored.append(known.name)
        return known

    def _judged(self, data: bytes, called: str, is_document: bool, kept_as: str) -> Picture:
        """Return under which name bytes are kept: that of the archive which exported them, else our own."""
        if is_document:
            suffix = document_suffix(data, called)
            kept = Picture(storing.document_name(data, suffix, called))
        else:
            size = measure(data)
            suffix = size.suffix
            kept = Picture(storing.picture_name(data, suffix), size.width, size.height)
        if kept_as.endswith(f".{suffix}") and storing.may_be(kept_as, data):
            return Picture(kept_as, kept.width, kept.height)
        return kept

    def _from_network(self, address: str, is_document: bool) -> Picture:
        key = address.partition("#")[0], is_document
        answer = self._fetched.get(key)
        if answer is None:
            try:
                data = self.fetcher.get(address, BIGGEST_ATTACHMENT)
                name = key[0].partition("?")[0].rpartition("/")[2]
                answer = self._store(data, name, is_document)
            except (FileRefused, NotFetched) as reason:
                answer = str(reason)[:LONGEST_REASON]
            if len(self._fetched) >= MOST_REMEMBERED:
                self._fetched.clear()
            self._fetched[key] = answer
        if isinstance(answer, str):
            raise NotFetched(answer)
        return answer


def is_picture_name(name: str) -> bool:
    """Say whether a file is called as pictures are."""
    return name.rpartition(".")[2].lower() in PICTURE_NAMES


def picture_of(data: bytes, folder: str = "pictures") -> Picture | None:
    """Return how the bytes of a picture will be stored; None for anything but a picture within the limits."""
    try:
        size = measure(data)
    except FileRefused:
        return None
    return Picture(storing.picture_name(data, size.suffix, folder), size.width, size.height)
