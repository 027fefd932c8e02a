"""The embedded database under several writers, each a process of its own."""

import os
import sqlite3
import subprocess
import sys

WRITERS, TRANSACTIONS = 3, 60
WRITER = f"""
import django
django.setup()
from django.db import connection, transaction
for _ in range({TRANSACTIONS}):
    with transaction.atomic(), connection.cursor() as cursor:
        number = cursor.execute("SELECT number FROM counter").fetchone()[0]
        cursor.execute("UPDATE counter SET number = %s", [number + 1])
"""


def test_no_writer_is_refused_and_no_change_is_lost(tmp_path):
    path = tmp_path / "archive.sqlite3"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE counter (number INTEGER)")
        file.execute("INSERT INTO counter VALUES (0)")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "ARCHIVE_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(WRITERS)
    ]
    said = [writer.communicate(timeout=60)[1] for writer in writers]
    assert said == [""] * WRITERS
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT number FROM counter").fetchone()[0] == WRITERS * TRANSACTIONS
