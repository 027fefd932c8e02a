"""Files and evidence: what rows name is there, and is what it was."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import models

from archive.fields import HTMLField
from archive.importing.checking.findings import Finding, Findings, by_key, named
from archive.importing.checking.rows import models_with
from archive.importing.exporting.media import named_in
from archive.importing.models import Capture

CAPTURES_AT_ONCE = 20
DEEPEST = 20
PUT_EVIDENCE_BACK = "Let ARCHIVE_EVIDENCE name where it is kept, or put that back from a backup"
PUT_BACK = "Put it back from a backup of the storage"


def files() -> Findings:
    """Find files that rows name and the storage has not, and files in the storage that nothing names."""
    known: dict[str, bool] = {}
    for row, field, names in _naming():
        for name in names:
            if name not in known:
                known[name] = _is_there(name)
            if not known[name]:
                yield Finding(f"{named(row)}: the file {name} of its {field} is lost", PUT_BACK)
    for name in _stored("", 0):
        if name not in known:
            yield Finding(
                f"The file {name} is in the storage and nothing names it",
                "Delete it if nobody needs it; an import that was interrupted may have left it",
                is_hint=True,
            )


def _naming() -> Iterator[tuple[models.Model, str, list[str]]]:
    """Yield rows with a column and the files that it names."""
    for model in dict.fromkeys((*models_with(models.FileField), *models_with(HTMLField))):
        for batch in by_key(model._base_manager.all()):
            for row in batch:
                for field in model._meta.concrete_fields:
                    value = getattr(row, field.attname)
                    if isinstance(field, models.FileField) and value:
                        yield row, field.name, [value.name]
                    elif isinstance(field, HTMLField) and value:
                        yield row, field.name, named_in(value)


def _is_there(name: str) -> bool:
    try:
        return default_storage.exists(name)
    except (OSError, ValueError):
        return False


def _stored(folder: str, depth: int) -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in sorted(names):
        yield f"{folder}{name}"
    if depth < DEEPEST:
        for name in sorted(folders):
            yield from _stored(f"{folder}{name}/", depth + 1)


def evidence() -> Findings:
    """Find evidence whose bytes are not those that were taken in."""
    for capture in Capture.objects.order_by("pk").iterator(CAPTURES_AT_ONCE):
        try:
            data = capture.data
        except (OSError, ValueError, zlib.error):
            yield Finding(f"The evidence {capture.digest} cannot be read", PUT_EVIDENCE_BACK)
            continue
        if hashlib.sha256(data).hexdigest() != capture.digest or len(data) != capture.size:
            yield Finding(
                f"The evidence {capture.digest} is not what was taken in",
                PUT_EVIDENCE_BACK,
            )
