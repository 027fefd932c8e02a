"""Let names that no import may decide wait for an editor, and remember what was decided."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_fold_names"),
        ("importing", "0002_journal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("center", "Center"),
                            ("series", "Series"),
                            ("outlet", "Outlet"),
                            ("topic", "Topic"),
                            ("region", "Region"),
                            ("program", "Program"),
                            ("project", "Project"),
                            ("collection", "Collection"),
                        ],
                        max_length=10,
                        verbose_name="kind of name",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=300)),
                ("name", models.CharField(max_length=300, verbose_name="name as printed")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("decided", "Decided"), ("ask", "Asked for each work")],
                        default="open",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("form", "Added as a name form"),
                            ("made", "Made new"),
                        ],
                        max_length=8,
                        verbose_name="how it was decided",
                    ),
                ),
                ("target_id", models.BigIntegerField(blank=True, null=True, verbose_name="record")),
                ("works", models.PositiveIntegerField(default=0, verbose_name="works that wait")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "name to decide",
                "verbose_name_plural": "names to decide",
                "ordering": ["-works", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=20, verbose_name="field")),
                ("role", models.CharField(blank=True, max_length=40, verbose_name="role")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("name", models.CharField(max_length=300, verbose_name="name as printed")),
                ("settled_id", models.BigIntegerField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "effect",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing: the work was edited meanwhile"),
                            ("linked", "Linked"),
                            ("dropped", "Left out: the work has it already"),
                        ],
                        default="",
                        max_length=7,
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting_names",
                        to="articles.article",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="importing.openname",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting",
                        to="importing.importedrecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "waiting name",
                "verbose_name_plural": "waiting names",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="openname",
            index=models.Index(fields=["state", "-works", "id"], name="open_name_most_works"),
        ),
        migrations.AddConstraint(
            model_name="openname",
            constraint=models.UniqueConstraint(fields=("authority", "key"), name="open_name_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="openname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "decided"), ("target_id__isnull", False)),
                    models.Q(models.Q(("state", "decided"), _negated=True), ("target_id__isnull", True)),
                    _connector="OR",
                ),
                name="open_name_decided_has_target",
            ),
        ),
        migrations.AddIndex(
            model_name="waiting",
            index=models.Index(
                condition=models.Q(("settled_at", None)), fields=["question", "id"], name="waiting_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="waiting",
            constraint=models.UniqueConstraint(
                fields=("article", "field", "question", "role"), name="waiting_once_in_a_field"
            ),
        ),
    ]
