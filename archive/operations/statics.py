"""Static files, collected only when one of them has changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_changed() -> bool:
    """Collect and compress the static files unless nothing has changed since the last time; tell which."""
    today, record = digest(), settings.DATA / "static-digest"
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() and record.exists() and record.read_text() == today:
        return False
    record.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    record.write_text(today)
    return True


def digest() -> str:
    """Return one digest over every static file's name and bytes, and over what processes them."""
    total = hashlib.sha256()
    for package in ("django", "whitenoise"):
        total.update(f"{package} {version(package)}\n".encode())
    total.update(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    found: dict[str, Path] = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            found.setdefault(name, Path(storage.path(name)))
    for name in sorted(found):
        total.update(name.encode() + b"\0" + hashlib.sha256(found[name].read_bytes()).digest())
    return total.hexdigest()
