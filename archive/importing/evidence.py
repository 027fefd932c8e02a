"""The evidence on its way in: packed where the readings are prepared, kept once per content."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from archive.importing import rows
from archive.importing.models import Capture
from archive.importing.records import Reading

LEVEL = 3
"""How hard evidence is compressed: level 6 takes half as long again and saves a thirtieth."""


class PackedBytes(NamedTuple):
    """Bytes compressed, with the SHA-256 (hex) and the size of what they were."""

    digest: str
    size: int
    packed: bytes

    @classmethod
    def of(cls, data: bytes) -> PackedBytes:
        """Compress bytes."""
        return cls(hashlib.sha256(data).hexdigest(), len(data), zlib.compress(data, LEVEL))


def keep_captures(readings: Iterable[Reading], *, dry_run: bool = False) -> dict[bytes, Capture]:
    """Keep the evidence of readings, each content once; return it by content. Two queries at most."""
    packed = {
        reading.data: reading.prepared.packed if reading.prepared else PackedBytes.of(reading.data)
        for reading in readings
    }
    digests = {one.digest for one in packed.values()}
    stored = {one.digest: one for one in Capture.objects.filter(digest__among=digests).defer("packed")}
    new = {
        one.digest: Capture.holding(one.digest, one.size, one.packed, dry_run=dry_run)
        for one in packed.values()
        if one.digest not in stored
    }
    stored |= {one.digest: one for one in rows.create(new.values())}
    return {data: stored[one.digest] for data, one in packed.items()}
