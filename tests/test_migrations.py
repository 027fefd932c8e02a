"""The migrations tell the same story as the models, in one line of succession."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def test_no_two_migrations_of_a_room_both_come_last():
    assert MigrationLoader(None, ignore_no_migrations=True).detect_conflicts() == {}


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    missing = io.StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=missing)
    except SystemExit:
        pytest.fail(f"Models have changed without a migration:\n{missing.getvalue()}")


@pytest.mark.django_db
def test_every_model_has_its_table():
    tables = set(connection.introspection.table_names())
    assert {model._meta.db_table for model in apps.get_models()} <= tables


@pytest.mark.django_db
def test_the_system_checks_find_nothing():
    call_command("check", fail_level="INFO")
