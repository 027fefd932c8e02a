"""Pictures that lie beside a record: checked by content, kept once, named by their digest."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from archive.files import BIGGEST_PICTURE, MOST_PIXELS, PICTURE_SUFFIXES
from archive.importing.records import Reading
from archive.text.addresses import is_safe_url


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it will be stored: its name in the storage and its size in pixels."""

    name: str
    width: int
    height: int


def keep_picture(reading: Reading) -> Picture | None:
    """Keep the picture that a reading's record names by a path beside its file; None where there is none.

    The file is written when the transaction is committed, so that a dry run leaves nothing. An address on
    the network is never fetched; it is noted as a fault. So is a file that is no picture, or too large.
    """
    name = reading.record.image if reading.record else ""
    if not name:
        return None
    if is_safe_url(name):
        reading.fault("is an address; pictures are not fetched from the network", field="image", value=name)
        return None
    folder = reading.source.path.parent.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        reading.fault(
            "is not a file beside the record; the work was kept without it", field="image", value=name
        )
        return None
    if path.stat().st_size > BIGGEST_PICTURE:
        reading.fault("is larger than 20 MB; the work was kept without it", field="image", value=name)
        return None
    data = path.read_bytes()
    picture = picture_of(data)
    if picture is None:
        reading.fault(
            "is not a picture that can be shown; the work was kept without it", field="image", value=name
        )
        return None
    transaction.on_commit(lambda: _write(picture.name, path))
    return picture


def picture_of(data: bytes, folder: str = "pictures") -> Picture | None:
    """Return how the bytes of a picture will be stored; None for anything but a picture within the limits."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            suffix = PICTURE_SUFFIXES.get(image.format or "")
            if suffix is None or width * height > MOST_PIXELS:
                return None
            image.verify()
    except Exception:  # Pillow raises whatever its decoders meet in hostile bytes
        return None
    digest = hashlib.sha256(data).hexdigest()
    return Picture(f"{folder}/{digest[:2]}/{digest[:32]}.{suffix}", width, height)


def _write(name: str, path: Path) -> None:
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(path.read_bytes()))
