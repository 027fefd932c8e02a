"""Keep PostgreSQL from packing evidence, which comes packed."""

from django.db import migrations


def store(how):
    """Return an operation that stores the evidence to come in one of PostgreSQL's ways."""

    def change(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE importing_capture ALTER COLUMN packed SET STORAGE {how}")

    return change


class Migration(migrations.Migration):
    dependencies = [("importing", "0003_names")]
    operations = [migrations.RunPython(store("EXTERNAL"), store("EXTENDED"))]
