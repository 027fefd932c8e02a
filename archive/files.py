"""Files that editors and importers bring: what is taken in, and under which names it is kept.

A file's address gives nothing away: who does not know it cannot guess it, so that the picture or the PDF of
a work that is not published is as hidden as the work. May import: `archive.text`.
"""

from __future__ import annotations

import io
import re
import secrets
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from PIL import Image

BIGGEST_PICTURE = 20 * 1024 * 1024
BIGGEST_ATTACHMENT = 25 * 1024 * 1024
MOST_PIXELS = 50_000_000
IN_BODIES = "/media/"
"""How the address of a kept file begins in every body, wherever the storage hands it out today."""
PICTURE_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
ORIENTATION = 0x0112
"""Where a picture says which way up it is: from 5 on it lies on its side."""
OLE = ("doc", "xls", "ppt")
OFFICE = ("docx", "xlsx", "pptx")
PACKED = ("odt", "ods", "odp", "epub")
MOVING = ("mp4", "m4a", "m4v", "mov")
PLAIN = ("csv", "txt")
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?xml)", re.IGNORECASE)
_LARGEST_DECODED = 16_000_000


class FileRefused(ValueError):
    """A file that is not taken in. Its text goes on from the file's name: "is larger than 20 MB"."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A picture as its content tells: its suffix, and its size in pixels as it is seen."""

    suffix: str
    width: int
    height: int


@deconstructible
class Unguessable:
    """Where uploads of a field are kept: `folder/<128 random bits>/name`."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: models.Model, name: str) -> str:
        return f"{self.folder}/{secrets.token_hex(16)}/{name}"


class PictureField(models.ImageField):
    """A picture whose width and height stand in columns; one lost from the storage keeps the size it had."""

    def update_dimension_fields(self, *args: Any, **kwargs: Any) -> None:
        with suppress(FileNotFoundError):
            super().update_dimension_fields(*args, **kwargs)


def validate_picture(file: File) -> None:
    """Raise ValidationError for a picture that is too heavy, too large, or of a kind that is not shown."""
    if _is_kept(file):
        return
    if file.size > BIGGEST_PICTURE:
        raise ValidationError(_("The picture is larger than 20 MB; save it smaller and choose it again."))
    file.seek(0)
    with Image.open(file) as image:
        width, height = image.size
        kind = image.format or ""
    file.seek(0)
    if kind not in PICTURE_SUFFIXES:
        raise ValidationError(
            _("A picture of the kind %(kind)s is not shown; save it as JPEG, PNG, WebP or AVIF."),
            params={"kind": kind},
        )
    if width * height > MOST_PIXELS:
        raise ValidationError(
            _("The picture has %(width)d × %(height)d pixels, and 50 million are taken; make it smaller."),
            params={"width": width, "height": height},
        )


def validate_attachment(file: File) -> None:
    """Raise ValidationError for a file that is too heavy."""
    if not _is_kept(file) and file.size > BIGGEST_ATTACHMENT:
        raise ValidationError(_("The file is larger than 25 MB; make it smaller, or write its address."))


def measure(data: bytes) -> Measured:
    """Return what the bytes of a picture say; raise `FileRefused` for all but a whole one in the limits."""
    if len(data) > BIGGEST_PICTURE:
        raise FileRefused("is larger than 20 MB")
    if _is_svg(data):
        raise FileRefused("is an SVG, which can carry scripts and is not taken in")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as reason:
        raise FileRefused("has far more pixels than the 50 million that are taken") from reason
    except Exception as reason:  # Pillow raises whatever its decoders meet in hostile bytes
        raise FileRefused("is not a picture that can be shown") from reason
    with image:
        width, height = image.size
        suffix = PICTURE_SUFFIXES.get(image.format or "")
        if suffix is None:
            raise FileRefused(f"is a picture of the kind {image.format}, which is not shown")
        if width * height > MOST_PIXELS:
            raise FileRefused(f"has {width} × {height} pixels, and 50 million are taken")
        try:
            _read_through(image)
            lies_on_its_side = image.format == "JPEG" and image.getexif().get(ORIENTATION, 1) >= 5
        except Exception as reason:
            raise FileRefused("breaks off before its end, or is damaged") from reason
    return Measured(suffix, *((height, width) if lies_on_its_side else (width, height)))


def document_suffix(data: bytes, name: str) -> str:
    """Return the suffix by which a document is kept, told by its content; raise `FileRefused` for others.

    The name decides only between formats that share one container, and for plain text without markup.
    """
    if len(data) > BIGGEST_ATTACHMENT:
        raise FileRefused("is larger than 25 MB")
    called = name.rpartition(".")[2].lower()
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return called if called in OLE else "doc"
    if head.startswith(b"PK\x03\x04"):
        if called in OFFICE and b"[Content_Types].xml" in data:
            return called
        return called if called in PACKED and head[30:38] == b"mimetype" else "zip"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"ID3") or (called == "mp3" and head[:1] == b"\xff" and head[1:2] >= b"\xe0"):
        return "mp3"
    if head[4:8] == b"ftyp" and head[8:12] not in (b"avif", b"avis"):
        return called if called in MOVING else "mp4"
    if called in PLAIN and b"\0" not in data and not _MARKUP.search(data[:4096]):
        return called
    return measure(data).suffix


def _read_through(image: Image.Image) -> None:
    """Raise what Pillow raises for a picture that is not whole; decode no more than that takes."""
    if image.format == "PNG":
        image.verify()
        return
    if image.format == "JPEG":
        image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
    elif image.width * image.height > _LARGEST_DECODED and image.format != "GIF":
        return
    image.load()


def _is_svg(data: bytes) -> bool:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and b"<svg" in head


def _is_kept(file: File) -> bool:
    """Whether the file stands in the storage already: what was taken in once is not asked again."""
    return getattr(file, "_committed", False)
