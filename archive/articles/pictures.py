"""Pictures in bodies: which of them say nothing to those who cannot see them, and how new ones are kept.

A picture without `alt` says nothing; one whose `alt` is empty is marked as decorative, as HTML has it. A file
is told by its content and kept once, under its digest, before any body names it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import unescape

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from archive.files import IN_BODIES, measure

_PICTURE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r' src="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of the archive: its address in bodies, its size in pixels."""

    address: str
    width: int
    height: int


def undescribed(html: str) -> list[str]:
    """Return the addresses of the pictures of a clean body that have no `alt`, in their order."""
    if "<img" not in html:
        return []
    lacking = (found[0] for found in _PICTURE.finditer(html) if ' alt="' not in found[0])
    return [unescape(source[1]) if (source := _SOURCE.search(tag)) else "" for tag in lacking]


def keep(data: bytes) -> Kept:
    """Keep the bytes of a picture; raise `archive.files.FileRefused` for all but a whole one in limits."""
    picture = measure(data)
    digest = hashlib.sha256(data).hexdigest()
    name = f"pictures/{digest[:2]}/{digest[:32]}.{picture.suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return Kept(IN_BODIES + name, picture.width, picture.height)
