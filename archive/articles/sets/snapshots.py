"""Snapshots of the sets, so that a process that begins need not read millions of rows.

A file in the data folder: a line of JSON that says what is in it, then the sets one after the other. It says
for which version of the log it stands; what changed since is read on top, and one that is too old is nothing.
"""

from __future__ import annotations

import json
import logging
import os
import time
from array import array
from pathlib import Path
from typing import Any

from django.conf import settings
from pyroaring import BitMap

from archive.articles.sets.members import FACETS, Sets
from archive.articles.sets.names import Names

FORMAT = 1
WORTH_IT = 5_000
"""With fewer works reading them is quicker than what this spares."""
CHANGES, SECONDS = 2_000, 60
"""A snapshot is made anew after so many changed works, but not before so much time has passed."""

log = logging.getLogger(__name__)
_since = {"changes": 0, "saved": 0.0}


def save_now_and_then(sets: Sets, using: str, changes: int) -> None:
    """Save a snapshot where many works have changed since the last."""
    _since["changes"] += changes
    if _since["changes"] >= CHANGES and time.monotonic() - _since["saved"] >= SECONDS:
        save(sets, using)


def save(sets: Sets, using: str) -> None:
    """Save a snapshot; that it cannot be written only costs time later."""
    path = _path(using)
    if path is None or len(sets.everything) < WORTH_IT:
        return
    _since.update(changes=0, saved=time.monotonic())
    pieces = [sets.everything.serialize(), sets.days.tobytes()]
    keys = []
    for facet in FACETS:
        for key, works in sets.members[facet].items():
            keys.append((facet, key))
            pieces.append(works.serialize())
    head = {"format": FORMAT, "version": sets.version, "keys": keys, "lengths": list(map(len, pieces))}
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n")
            file.writelines(pieces)
        draft.replace(path)
    except OSError:
        log.warning("The snapshot of the sets of works could not be written to %s.", path, exc_info=True)


def load(using: str) -> Sets | None:
    """Return the sets of the snapshot; None where there is none that can be read."""
    path = _path(using)
    try:
        with path.open("rb") if path else open(os.devnull, "rb") as file:
            head: dict[str, Any] = json.loads(file.readline() or b"{}")
            if head.get("format") != FORMAT:
                return None
            everything, days, *pieces = (file.read(length) for length in head["lengths"])
        sets: dict[str, dict[Any, BitMap]] = {facet: {} for facet in FACETS}
        for (facet, key), piece in zip(head["keys"], pieces, strict=True):
            sets[facet][key] = BitMap.deserialize(piece)
        return Sets(
            head["version"], BitMap.deserialize(everything), sets, array("i", days), Names.read(using)
        )
    except (OSError, ValueError, KeyError):
        return None


def _path(using: str) -> Path | None:
    """Where the snapshot of a database stands; None where none is kept."""
    folder = settings.SNAPSHOTS
    return Path(folder) / f"sets-{using}" if folder else None
