"""Files of the archive under the digest of their content: written whole, once, and before the database knows.

A row that names a file is committed only after the file is there for good, so that a machine that is
switched off loses none. A file that is there without a row costs a little room and is found again.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath

from anyascii import anyascii
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from archive.text.strings import tidy

LONGEST_NAME = 100
_OURS = re.compile(
    r"(?:pictures|attachments|portraits)/[\w-]{2,40}/(?:[\w-]{1,64}/)?[\w(][\w.() -]{0,119}", re.ASCII
)


def is_ours(name: str) -> bool:
    """Say whether a name in the storage is one that this archive gives."""
    return bool(_OURS.fullmatch(name)) and ".." not in name and len(name) <= 200


def picture_name(data: bytes, suffix: str, folder: str = "pictures") -> str:
    """Return the name under which a picture is kept."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{folder}/{digest[:2]}/{digest[:32]}.{suffix}"


def document_name(data: bytes, suffix: str, called: str) -> str:
    """Return the name under which a document is kept: the one it has already, else by what it is called."""
    digest = hashlib.sha256(data).hexdigest()
    folder = f"attachments/{digest[:2]}/{digest[:32]}"
    with suppress(FileNotFoundError, NotADirectoryError):
        names = sorted(name for name in default_storage.listdir(folder)[1] if is_ours(f"{folder}/{name}"))
        if names:
            return f"{folder}/{names[0]}"
    return f"{folder}/{file_name(called, suffix)}"


def file_name(called: str, suffix: str) -> str:
    """Return what a file may be called on any system: the words of its name in ASCII, its true suffix."""
    name = PurePosixPath(called.replace("\\", "/")).name
    stem = name.rpartition(".")[0] or name
    words = re.sub(r"[^A-Za-z0-9._-]+", "-", anyascii(tidy(stem, 4 * LONGEST_NAME))).strip("-._")
    return f"{words[:LONGEST_NAME].rstrip('-._') or 'file'}.{suffix}"


def has(name: str, size: int | None = None) -> bool:
    """Say whether the storage has a file, of this size where one is given."""
    try:
        return default_storage.exists(name) and size in (None, default_storage.size(name))
    except (OSError, ValueError):
        return False


def may_be(name: str, data: bytes) -> bool:
    """Say whether bytes may be kept under a name: nothing else is kept under it."""
    if not has(name):
        return True
    with default_storage.open(name, "rb") as file:
        return file.read(len(data) + 1) == data


def write(name: str, data: bytes) -> None:
    """Keep a file under its name, whole or not at all; one that is there already stays as it is."""
    if has(name, len(data)):
        return
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.save(name, ContentFile(data))
        return
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), default_storage.file_permissions_mode or 0o644)
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
