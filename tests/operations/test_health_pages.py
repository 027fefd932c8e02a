"""`/healthz` and `/readyz`, which load balancers and supervisors ask."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from archive.operations import readiness


@pytest.fixture(autouse=True)
def freshly_started():
    readiness.all_applied.clear()
    yield
    readiness.all_applied.clear()


def test_health_says_up_without_asking_the_database(client):
    # No mark for the database: a single query would fail this test.
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "The archive is up.\n")


@pytest.mark.django_db
def test_readiness_says_ready_when_the_tables_are_those_of_the_code(client):
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (200, "The archive is ready.\n")


@pytest.mark.django_db
def test_readiness_asks_one_query_once_it_was_ready(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.django_db(transaction=True)
def test_readiness_names_the_remedy_for_a_missing_migration(client):
    call_command("migrate", "sessions", "zero", verbosity=0)
    try:
        response = client.get("/readyz")
    finally:
        call_command("migrate", "sessions", verbosity=0)
    assert response.status_code == 503
    assert response.text == ('Migrations that are not applied yet: 1; run "python3 manage.py migrate".\n')


@pytest.mark.django_db
def test_readiness_gives_a_reason_without_the_drivers_words(client, monkeypatch):
    def refuse():
        raise OperationalError('connection to "db.internal" as "archivist" failed')

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text == "The database cannot be reached; look at DATABASE_URL and at the log.\n"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_pages_are_never_cached_and_only_read(client, path):
    assert "no-store" in client.get(path).headers["Cache-Control"]
    assert client.post(path).status_code == 405
