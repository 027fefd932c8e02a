"""Make the tables of the works.

The long texts are the last columns of their table: SQLite reads a row from its beginning, so that what lists
and counts ask of a work is found without reading its body.
"""

import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import taggit.managers
from django.db import migrations, models

import archive.fields
import archive.files


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("authors", "0001_initial"),
        ("centers", "0001_initial"),
        ("tags", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="As sources write it: “legacyinthemedia”.",
                        max_length=60,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                (
                    "label",
                    archive.fields.LineField(
                        help_text="The line above the title: “In The Media”.",
                        max_length=80,
                        verbose_name="label",
                    ),
                ),
                (
                    "plural",
                    archive.fields.LineField(
                        blank=True,
                        help_text="As a heading of lists: “Op-eds”.",
                        max_length=80,
                        verbose_name="plural",
                    ),
                ),
                (
                    "is_known",
                    models.BooleanField(
                        default=True,
                        help_text="Off for codes that no editor has labelled yet.",
                        verbose_name="known",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
            ],
            options={
                "verbose_name": "kind",
                "verbose_name_plural": "kinds",
                "ordering": ["position", "label"],
            },
        ),
        migrations.CreateModel(
            name="Outlet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", archive.fields.LineField(max_length=300, verbose_name="name")),
                ("key", archive.fields.DerivedField(derive="make_key", max_length=300)),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
            ],
            options={
                "verbose_name": "outlet",
                "verbose_name_plural": "outlets",
                "ordering": ["key"],
                "constraints": [models.UniqueConstraint(fields=("key",), name="outlet_name_unique")],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Readers see the work from this instant (UTC). Empty: as soon as it is published.",
                        null=True,
                        verbose_name="visible from",
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True,
                        help_text="The day the work came out, here or elsewhere.",
                        null=True,
                        verbose_name="published on",
                    ),
                ),
                (
                    "published_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        default="day",
                        help_text="“Year” shows 2014 only, and so for the month; then the rest of the date is ignored.",
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "sort_date",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "published_on",
                            models.Value(datetime.date(1, 1, 1), output_field=models.DateField()),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                ("title", archive.fields.LineField(max_length=2000, verbose_name="title")),
                (
                    "language",
                    models.CharField(
                        default="en",
                        help_text="BCP 47, for instance “ar”.",
                        max_length=35,
                        verbose_name="language",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Last word of the address; a changed one redirects.",
                        max_length=80,
                        verbose_name="slug",
                    ),
                ),
                ("path", archive.fields.DerivedField(derive="make_path", max_length=100, unique=True)),
                ("outlet_url", models.URLField(blank=True, max_length=1000, verbose_name="address there")),
                (
                    "image",
                    archive.files.PictureField(
                        blank=True,
                        height_field="image_height",
                        max_length=200,
                        upload_to=archive.files.Unguessable("pictures"),
                        validators=[archive.files.validate_picture],
                        verbose_name="picture",
                        width_field="image_width",
                    ),
                ),
                ("image_width", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("image_height", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                (
                    "image_alt",
                    archive.fields.LineField(
                        blank=True,
                        help_text="What the picture shows, for those who cannot see it.",
                        max_length=1000,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "image_caption",
                    archive.fields.LineField(blank=True, max_length=2000, verbose_name="caption"),
                ),
                (
                    "credit",
                    archive.fields.LineField(
                        blank=True,
                        help_text="Whose photograph: “Getty”.",
                        max_length=500,
                        verbose_name="credit",
                    ),
                ),
                (
                    "place",
                    archive.fields.LineField(
                        blank=True, help_text="Where an event was held.", max_length=300, verbose_name="place"
                    ),
                ),
                (
                    "doi",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^10\\.\\d{4,9}/\\S+$", "Write the DOI alone, for instance 10.5555/12345678."
                            )
                        ],
                        verbose_name="DOI",
                    ),
                ),
                (
                    "english_newsletter",
                    models.CharField(blank=True, max_length=200, verbose_name="newsletter code"),
                ),
                (
                    "other_newsletter",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="newsletter code, other languages"
                    ),
                ),
                (
                    "center_affiliation",
                    models.CharField(blank=True, max_length=200, verbose_name="center affiliation code"),
                ),
                (
                    "program_affiliation",
                    models.CharField(blank=True, max_length=200, verbose_name="program affiliation code"),
                ),
                ("word_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="words")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "primary_center",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose work it is: named in the line above the title.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="primary_articles",
                        to="centers.center",
                        verbose_name="primary center",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="centers.series",
                        verbose_name="series",
                    ),
                ),
                (
                    "translation_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The original; all its translations refer to it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="translations",
                        to="articles.article",
                        verbose_name="translation of",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.kind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        help_text="The newspaper or journal where it first appeared, if not here.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.outlet",
                        verbose_name="first published in",
                    ),
                ),
                (
                    "withdrawal_reason",
                    archive.fields.ProseField(
                        blank=True,
                        help_text="Shown to readers at the address of the work.",
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "deck",
                    archive.fields.ProseField(
                        blank=True,
                        help_text="The sentence under the title and in lists.",
                        max_length=20000,
                        verbose_name="deck",
                    ),
                ),
                ("body", archive.fields.HTMLField(blank=True, verbose_name="body")),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-sort_date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ArticleCenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_implied", models.BooleanField(default=False, editable=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="center_links",
                        to="articles.article",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="article_links",
                        to="centers.center",
                        verbose_name="center",
                    ),
                ),
            ],
            options={
                "verbose_name": "center",
                "verbose_name_plural": "centers",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="centers",
            field=models.ManyToManyField(
                related_name="articles",
                through="articles.ArticleCenter",
                to="centers.center",
                verbose_name="centers",
            ),
        ),
        migrations.CreateModel(
            name="ArticleTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="term_links",
                        to="articles.article",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="article_links",
                        to="tags.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="terms",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="articles.ArticleTerm",
                to="tags.Term",
                verbose_name="terms",
            ),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", archive.fields.LineField(blank=True, max_length=300, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=archive.files.Unguessable("attachments"),
                        validators=[archive.files.validate_attachment],
                        verbose_name="file",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="address")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BylineEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", archive.fields.LineField(max_length=300, verbose_name="name as printed")),
                ("role", models.CharField(blank=True, default="", max_length=40, verbose_name="role")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="byline_entries",
                        to="articles.article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="byline_entries",
                        to="authors.author",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "byline entry",
                "verbose_name_plural": "byline",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                related_name="articles",
                through="articles.BylineEntry",
                to="authors.author",
                verbose_name="authors",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("corrected_on", models.DateField(verbose_name="corrected on")),
                (
                    "text",
                    archive.fields.ProseField(
                        help_text="One sentence: what it said, what it says now.", verbose_name="text"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["corrected_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="KindName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", archive.fields.LineField(max_length=300, verbose_name="name")),
                ("key", archive.fields.DerivedField(derive="make_key", max_length=300)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="BCP 47, for instance “ar” or “zh-Hans”.",
                        max_length=35,
                        verbose_name="language",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="articles.kind"
                    ),
                ),
            ],
            options={
                "verbose_name": "label",
                "verbose_name_plural": "labels",
                "ordering": ["language", "key"],
            },
        ),
        migrations.CreateModel(
            name="LegacyAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=1000, unique=True, verbose_name="address")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legacy_addresses",
                        to="articles.article",
                    ),
                ),
                ("path", archive.fields.DerivedField(derive="make_path", max_length=1000)),
            ],
            options={
                "verbose_name": "legacy address",
                "verbose_name_plural": "legacy addresses",
                "ordering": ["address"],
            },
        ),
        migrations.CreateModel(
            name="OutletName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", archive.fields.LineField(max_length=300, verbose_name="name")),
                ("key", archive.fields.DerivedField(derive="make_key", max_length=300)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="BCP 47, for instance “ar” or “zh-Hans”.",
                        max_length=35,
                        verbose_name="language",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="articles.outlet",
                    ),
                ),
            ],
            options={
                "verbose_name": "name form",
                "verbose_name_plural": "name forms",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="PastAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=100, unique=True, verbose_name="path")),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="replaced on")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_addresses",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "past address",
                "verbose_name_plural": "past addresses",
                "ordering": ["path"],
            },
        ),
        migrations.AddConstraint(
            model_name="articlecenter",
            constraint=models.UniqueConstraint(fields=("article", "center"), name="article_center_unique"),
        ),
        migrations.AddIndex(
            model_name="articleterm",
            index=models.Index(fields=["tag", "content_object"], name="article_term_lookup"),
        ),
        migrations.AddConstraint(
            model_name="articleterm",
            constraint=models.UniqueConstraint(fields=("content_object", "tag"), name="article_term_unique"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), _negated=True),
                    models.Q(("url", ""), _negated=True),
                    _connector="OR",
                ),
                name="attachment_is_somewhere",
            ),
        ),
        migrations.AddIndex(
            model_name="bylineentry",
            index=models.Index(fields=["author", "article"], name="byline_author"),
        ),
        migrations.AddConstraint(
            model_name="bylineentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("author__isnull", False)),
                fields=("article", "author", "role"),
                name="byline_names_a_person_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="kindname",
            constraint=models.UniqueConstraint(fields=("key", "language"), name="kind_name_unique"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("sort_date"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="article_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("sort_date"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("publish_at"),
                condition=models.Q(("status", "published")),
                name="article_published",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("doi", ""), _negated=True), fields=["doi"], name="article_doi"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("translation_of", models.F("id")), _negated=True),
                name="article_not_its_own_translation",
            ),
        ),
        migrations.AddIndex(
            model_name="outletname",
            index=models.Index(fields=["key"], name="outlet_name_form_key"),
        ),
        migrations.AddConstraint(
            model_name="outletname",
            constraint=models.UniqueConstraint(fields=("outlet", "key"), name="outlet_name_form_unique"),
        ),
        migrations.AddIndex(
            model_name="legacyaddress",
            index=models.Index(fields=["path"], name="legacy_address_path"),
        ),
    ]
