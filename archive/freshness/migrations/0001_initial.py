"""Make the log of changes; the triggers that write it are made at the end of every `migrate`."""

from django.db import migrations, models


def take_triggers_away(apps, schema_editor):
    """Let no trigger write into a log that is gone."""
    from archive.freshness import triggers

    triggers.remove(schema_editor.connection.alias)


def index_transactions(apps, schema_editor):
    """Let PostgreSQL find changes by transaction; on SQLite the order of the rows is that of the changes."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX change_transaction ON freshness_change (transaction, id)")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RunPython(index_transactions, take_triggers_away),
    ]
