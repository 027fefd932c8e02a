"""Keep the sites that works came from, so that links to them are known for links to works."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_addresses_and_body_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerHost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=253, unique=True, verbose_name="host")),
                ("unread_below", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "former host",
                "verbose_name_plural": "former hosts",
                "ordering": ["name"],
                "default_permissions": (),
            },
        ),
    ]
