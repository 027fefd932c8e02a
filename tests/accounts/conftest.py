"""Colleagues at the door, and what their telephones show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django_otp.oath import TOTP

from archive.accounts import factors

PASSWORD = "a lantern under the tarn"


@pytest.fixture
def editor(db: Any) -> Any:
    """Return a colleague who may sign in."""
    return get_user_model().objects.create_user("ines", password=PASSWORD, is_staff=True)


@pytest.fixture
def administrator(db: Any) -> Any:
    """Return somebody who may do everything."""
    return get_user_model().objects.create_superuser("ada", password=PASSWORD)


@pytest.fixture
def telephone() -> Callable[..., str]:
    """Give the code that a key shows now, or so many half minutes later."""

    def shown(key: str, later: int = 0) -> str:
        totp = TOTP(bytes.fromhex(key), drift=later)
        return f"{totp.token():06}"

    return shown


@pytest.fixture
def with_factor(editor: Any, telephone: Callable[..., str]) -> tuple[Any, str, list[str]]:
    """Return a colleague with a second factor, its key and her recovery codes."""
    key = factors.new_key()
    return editor, key, factors.set_up(editor, key, telephone(key, -1))
