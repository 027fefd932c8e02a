"""What stops a restore."""

from __future__ import annotations

from django.core.management.base import CommandError


class CannotRestore(CommandError):
    """An export that cannot be restored; the message is a sentence that names file and line."""
