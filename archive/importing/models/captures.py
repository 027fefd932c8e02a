"""The evidence: the bytes that records were read from, in the database or in a storage of their own."""

from __future__ import annotations

import hashlib
import zlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

STORAGE = "evidence"
"""The storage that keeps the bytes where the settings name one; readers never reach it."""


class Capture(models.Model):
    """The evidence: the very bytes something was read from, kept once per content.

    `packed` holds them compressed; it is empty where the storage of the evidence has them, by their digest.
    """

    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    packed = models.BinaryField(editable=False)
    created_at = models.DateTimeField(_("kept since"), auto_now_add=True)

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def of(cls, data: bytes) -> Capture:
        """Return an unsaved capture of the bytes, which are in the storage where there is one."""
        return cls.holding(hashlib.sha256(data).hexdigest(), len(data), zlib.compress(data, 6))

    @classmethod
    def holding(cls, digest: str, size: int, packed: bytes, *, dry_run: bool = False) -> Capture:
        """Return an unsaved capture of compressed bytes; only a dry run leaves them out of the storage."""
        storage = evidence_storage()
        if storage is None:
            return cls(digest=digest, size=size, packed=packed)
        capture = cls(digest=digest, size=size, packed=b"")
        if not dry_run and not storage.exists(capture.place):
            storage.save(capture.place, ContentFile(packed))
        return capture

    @property
    def place(self) -> str:
        """The name of the bytes in the storage."""
        return f"{self.digest[:2]}/{self.digest}.z"

    @property
    def data(self) -> bytes:
        """The bytes as they were read. Raises `OSError` where the storage has lost them."""
        packed = bytes(self.packed)
        storage = evidence_storage()
        if not packed and storage is not None:
            with storage.open(self.place) as file:
                packed = file.read()
        return zlib.decompress(packed)

    def drop_bytes(self) -> None:
        """Delete the bytes from the storage, if they are there."""
        storage = evidence_storage()
        if storage is not None:
            storage.delete(self.place)


def evidence_storage() -> Storage | None:
    """Return the storage of the evidence; None where the database keeps it."""
    return storages[STORAGE] if STORAGE in storages.backends else None
