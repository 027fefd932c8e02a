"""Whether the pages can be served: the database answers and has the tables that this code expects."""

from __future__ import annotations

import logging
from threading import Event

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger(__name__)

# Set once for the life of the process: newer code comes in a newer process.
all_applied = Event()


def why_not_ready() -> str:
    """Return one sentence on what keeps the database from serving pages, "" when nothing does."""
    if not database_answers():
        return "The database cannot be reached; look at DATABASE_URL and at the log."
    if not all_applied.is_set():
        missing = missing_migrations()
        if missing:
            return f'Migrations that are not applied yet: {missing}; run "python3 manage.py migrate".'
        all_applied.set()
    return ""


def database_answers() -> bool:
    """Tell whether the database answers; its driver's words, which can name hosts and users, are logged."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("The database cannot be reached.")
        return False
    return True


def missing_migrations() -> int:
    """Return how many migrations of this code the database has not seen."""
    executor = MigrationExecutor(connections["default"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
