"""An editor who is no administrator and works for every center: what limits others is in test_rights.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import role_named

PASSWORD = "tarn-osier-quay-loam"


@pytest.fixture
def editor(db: None) -> Any:
    """Return a user with the role of a chief editor."""
    user = get_user_model().objects.create_user("oakrest", password=PASSWORD, is_staff=True)
    user.groups.add(role_named("Chief editor"))
    return user


@pytest.fixture
def desk(editor: Any, client: Client) -> Client:
    """Return a client that the editor is signed in with."""
    client.force_login(editor)
    return client


class Form(HTMLParser):
    """The fields of the main form of a page, as a browser would send them untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.files: set[str] = set()
        self.select = self.area = ""
        self.first = False
        start = re.search(r'<form [^>]*id="\w+_form"', page)
        assert start, "The page has no form."
        self.feed(page[start.start() :].split("</form>")[0])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in ("submit", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields[name] = given.get("value") or ("on" if "checked" in given else "")
        elif tag == "select":
            self.select, self.first = name, True
        elif tag == "option" and self.select and (self.first or "selected" in given):
            self.fields[self.select] = given.get("value") or ""
            self.first = False
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
        if tag in ("select", "textarea"):
            self.select = self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data


@pytest.fixture
def form_of(desk: Client) -> Callable[[str], dict[str, str]]:
    """Return a function that opens a page and returns what its form would send."""

    def read(url: str) -> dict[str, str]:
        response = desk.get(url)
        assert response.status_code == 200, url
        fields = Form(response.content.decode()).fields
        return {name: value for name, value in fields.items() if "__prefix__" not in name}

    return read


@pytest.fixture
def save(desk: Client, form_of: Callable[[str], dict[str, str]]) -> Callable[..., Any]:
    """Return a function that opens a form, changes fields, sends it and returns the answer."""

    def send(url: str, changes: dict[str, Any] | None = None, **more: Any) -> Any:
        return desk.post(url, form_of(url) | (changes or {}) | more)

    return send


@pytest.fixture
def queries() -> Callable[[], Any]:
    """Return a context that counts queries: `with queries() as counted: ...; counted.number`."""

    @contextmanager
    def count() -> Iterator[Any]:
        with CaptureQueriesContext(connection) as captured:
            yield captured

    return count


def row(prefix: str, number: int, **values: Any) -> dict[str, Any]:
    """Return the fields of one row of a form."""
    return {f"{prefix}-{number}-{name}": value for name, value in values.items()}


def errors_of(response: Any) -> str:
    """Return all the errors of a form that was sent back, in one text; fail where it was saved."""
    assert response.status_code == 200, f"The form was accepted: {response.status_code}"
    context = response.context
    said = [str(context["adminform"].form.errors)]
    for formset in context["inline_admin_formsets"]:
        said += [str(formset.formset.errors), str(formset.formset.non_form_errors())]
    return " ".join(said)
