"""What happened to one record, newest first: its versions, and what other rooms tell of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.history import states, storing
from archive.history.actions import Action
from archive.history.models import Version
from archive.history.registry import Event, Kept, State, events

PAGE = 50
NOW = "now"


@dataclass(slots=True)
class Entry:
    """One thing that happened: `key` names it in addresses, `number` counts from the first."""

    key: str
    number: int
    at: dt.datetime
    version: Version | None = None
    event: Event | None = None
    labels: list[str] = field(default_factory=list)

    @property
    def action(self) -> str:
        """What was done, in words."""
        return Action.name_of((self.version or self.event).action)

    @property
    def code(self) -> str:
        """The code of what was done."""
        return (self.version or self.event).action

    @property
    def who(self) -> str:
        """Who did it; "" where nobody signed in did."""
        return self.version.by_name if self.version else ""

    @property
    def note(self) -> str:
        """What was said of it."""
        return (self.version or self.event).note

    @property
    def url(self) -> str:
        """Where more of it stands, "" where nothing does."""
        return self.event.url if self.event else ""


class Timeline:
    """All that happened to one record. Reads the keys of its versions at once, what they say page by page."""

    def __init__(self, kept: Kept, pk: int) -> None:
        self.kept, self.pk = kept, pk
        versions = Version.objects.of(kept.subject, pk).order_by("pk").values_list("pk", "at")
        found: list[tuple[dt.datetime, int, str, Event | None]] = [
            (at, 1, f"v{key}", None) for key, at in versions
        ]
        found += [(event.at, 0, event.key, event) for event in events(kept, pk)]
        found.sort(key=lambda one: one[:2])
        self.entries = [
            Entry(key, number, at, event=event) for number, (at, _rank, key, event) in enumerate(found, 1)
        ]
        self.places = {entry.key: place for place, entry in enumerate(self.entries)}

    def __len__(self) -> int:
        return len(self.entries)

    def page(self, number: int) -> list[Entry]:
        """Return the entries of a page, the newest first, furnished; the first page is 1."""
        newest = self.entries[::-1][(number - 1) * PAGE : number * PAGE]
        return self.furnish(newest)

    def furnish(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return entries with what their versions say, but for the states."""
        keys = [int(entry.key[1:]) for entry in entries if entry.event is None]
        versions = Version.objects.defer("state").in_bulk(keys)
        for entry in entries:
            if entry.event is None:
                entry.version = versions[int(entry.key[1:])]
            names = entry.version.changed if entry.version else entry.event.names
            entry.labels = [self.label(name) for name in names]
        return list(entries)

    def label(self, name: str) -> str:
        """Return what editors call a field; the name of one that is no more."""
        return self.kept.label(name) if name in self.kept.names else name

    def entry(self, key: str) -> Entry | None:
        """Return an entry, furnished; None for a key that is none."""
        place = self.places.get(key)
        return None if place is None else self.furnish([self.entries[place]])[0]

    def before(self, key: str) -> Entry | None:
        """Return what happened before an entry; None before the first."""
        place = self.places[key]
        return self.entries[place - 1] if place else None

    def after(self, key: str) -> Entry | None:
        """Return what happened after an entry; None after the last."""
        place = self.places[key]
        return self.entries[place + 1] if place + 1 < len(self.entries) else None

    def state(self, key: str) -> State | None:
        """Return the record as it was after an entry, or is now; None for a key that is none.

        What left no version is told by the next version, with what came between taken back.
        """
        if key == NOW:
            return states.read(self.kept, [self.pk]).get(self.pk)
        place = self.places.get(key)
        if place is None:
            return None
        later = place
        while later < len(self.entries) and self.entries[later].event:
            later += 1
        if later < len(self.entries):
            version = Version.objects.get(pk=int(self.entries[later].key[1:]))
            state: Any = storing.expand(self.kept, [version])[version.pk]
        else:
            state = self.state(NOW)
        for entry in self.entries[place + 1 : later][::-1]:
            state = state and entry.event.rewind(state)
        return state
