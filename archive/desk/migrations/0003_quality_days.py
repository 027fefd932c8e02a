from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_jobs_bulk_changes_and_merges"),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
            ],
            options={
                "verbose_name": "day of the quality board",
                "verbose_name_plural": "days of the quality board",
                "ordering": ["day"],
                "default_permissions": (),
            },
        ),
    ]
