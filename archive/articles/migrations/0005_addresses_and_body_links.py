"""Addresses that lead elsewhere or are gone, those nobody knows, and links between bodies."""

import django.db.models.deletion
from django.db import migrations, models

import archive.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_legacy_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="BodyLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("href", models.TextField(verbose_name="address in the body")),
                ("key", models.CharField(editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "link in a body",
                "verbose_name_plural": "links in bodies",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MissingAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.TextField(verbose_name="path")),
                ("key", archive.fields.DerivedField(derive="make_key", max_length=64, unique=True)),
                ("hits", models.PositiveIntegerField(default=1, verbose_name="times")),
                ("referrer", models.TextField(blank=True, verbose_name="coming from")),
                ("first_seen", models.DateTimeField(auto_now_add=True, verbose_name="first asked for")),
                ("last_seen", models.DateTimeField(auto_now_add=True, verbose_name="last asked for")),
            ],
            options={
                "verbose_name": "missing address",
                "verbose_name_plural": "missing addresses",
                "ordering": ["-hits", "-last_seen", "pk"],
            },
        ),
        migrations.AddField(
            model_name="legacyaddress",
            name="is_gone",
            field=models.BooleanField(default=False, verbose_name="gone for good"),
        ),
        migrations.AddField(
            model_name="legacyaddress",
            name="target",
            field=models.CharField(
                blank=True,
                help_text="The path of a page of ours, from its first slash.",
                max_length=300,
                verbose_name="page",
            ),
        ),
        migrations.AlterField(
            model_name="legacyaddress",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="legacy_addresses",
                to="articles.article",
            ),
        ),
        migrations.AlterField(
            model_name="legacyaddress",
            name="key",
            field=archive.fields.DerivedField(derive="make_key", max_length=64, unique=True),
        ),
        migrations.AddIndex(
            model_name="legacyaddress",
            index=models.Index(fields=["path_key"], name="legacy_address_path_key"),
        ),
        migrations.AddConstraint(
            model_name="legacyaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("article__isnull", False), ("is_gone", False), ("target", "")),
                    models.Q(("article__isnull", True), ("is_gone", False), ("target__startswith", "/")),
                    models.Q(("article__isnull", True), ("is_gone", True), ("target", "")),
                    _connector="OR",
                ),
                name="legacy_address_leads_to_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="bodylink",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="body_links", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="bodylink",
            name="target",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="linked_from",
                to="articles.article",
                verbose_name="leads to",
            ),
        ),
        migrations.AddIndex(
            model_name="missingaddress",
            index=models.Index(fields=["-hits", "-last_seen", "id"], name="missing_address_most_asked"),
        ),
        migrations.AddIndex(
            model_name="missingaddress",
            index=models.Index(fields=["last_seen"], name="missing_address_last_seen"),
        ),
        migrations.AddIndex(
            model_name="bodylink",
            index=models.Index(
                condition=models.Q(("target", None)), fields=["key"], name="body_link_unresolved"
            ),
        ),
    ]
