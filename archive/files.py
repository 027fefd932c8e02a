"""Files that editors and importers bring: what is taken in, and under which names it is kept.

A file's address gives nothing away: who does not know it cannot guess it, so that the picture or the PDF of
a work that is not published is as hidden as the work. May import: `archive.text`.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
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


def _is_kept(file: File) -> bool:
    """Whether the file stands in the storage already: what was taken in once is not asked again."""
    return getattr(file, "_committed", False)
