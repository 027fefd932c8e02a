"""What follows when a record gets another name: works are found under it. A room above says how.

The rooms of people and terms do not know the search, and thousands of works are more than a request can
bear: whoever can do it as a job says so once (`take`), when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

Follow = Callable[[Model, Any], object]
_taken: list[Follow] = []


def take(follow: Follow) -> None:
    """Let a function see to it from now on; it is given the record and the user who changed it."""
    _taken[:] = [follow]


def let_works_follow(record: Model, by: Any) -> None:
    """Let the works that name a record follow its names."""
    for follow in _taken:
        follow(record, by)
