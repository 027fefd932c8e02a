"""Whether the pages can be served: the database answers and has the tables that this code expects."""

from __future__ import annotations

import logging
from functools import cache

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger(__name__)


def why_not_ready() -> str:
    """Return one sentence on what keeps the database from serving pages, "" when nothing does.

    The driver's own words go to the log: they can name hosts and users.
    """
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        missing = 0 if _all_applied.cache_info().currsize else missing_migrations()
    except DatabaseError:
        log.exception("The database cannot be reached.")
        return "The database cannot be reached; look at DATABASE_URL and at the log."
    if missing:
        return f'Migrations that are not applied yet: {missing}; run "python3 manage.py migrate".'
    _all_applied()
    return ""


def missing_migrations() -> int:
    """Return how many migrations of this code the database has not seen."""
    executor = MigrationExecutor(connections["default"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@cache
def _all_applied() -> bool:
    """Remember for the life of the process: newer code comes in a newer process."""
    return True
