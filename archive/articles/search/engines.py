"""Which engine a database has."""

from __future__ import annotations

from types import ModuleType

from django.db import connections

from archive.articles.search import postgresql, sqlite


def engine(using: str) -> ModuleType:
    """Return the module that searches in the database: `postgresql` or `sqlite`."""
    return postgresql if connections[using].vendor == "postgresql" else sqlite
