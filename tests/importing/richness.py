"""An archive with something of everything, as imports and editors leave it; and one with nothing."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from archive.articles import links, search
from archive.articles.addresses import keep_past_address
from archive.articles.models import (
    Article,
    Attachment,
    BodyLink,
    BylineEntry,
    Correction,
    FormerHost,
    KindName,
    LegacyAddress,
    MissingAddress,
    OutletName,
    Remark,
    Review,
)
from archive.authority import keep_past_slug
from archive.centers.models import Center, CenterName, MenuItem, Newsletter, SeriesName
from archive.importing.conflicts import decide
from archive.importing.models import Conflict, ImportedRecord, ImportRun, OpenName, Waiting
from archive.publication import Status
from archive.tags.models import Term, TermName
from authors.models import Affiliation, Author, AuthorLink, AuthorName
from tests import makers
from tests.importing.conftest import a_record

ROOMS = ("tags", "centers", "authors", "articles", "importing")


def store_in(settings: Any, folder: Path) -> None:
    """Let a test keep its files in a folder of its own."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": "/media/"},
        }
    }


def make_empty() -> None:
    """Remove every row and every file, as if the archive had just been set up."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            rows = model._base_manager.all()
            rows._raw_delete(rows.db)
    User.objects.all().delete()
    with suppress(FileNotFoundError):
        for folder in list(default_storage.listdir(".")[0]):
            _remove(folder)


def _remove(folder: str) -> None:
    folders, files = default_storage.listdir(folder)
    for name in files:
        default_storage.delete(f"{folder}/{name}")
    for name in folders:
        _remove(f"{folder}/{name}")


def load_demo() -> None:
    """Load the demonstration archive without a word."""
    call_command("load_demo", verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())


def make_rich(import_content: Callable[..., Any], write_records: Callable[..., Path]) -> None:
    """Import, edit, import again, decide and undo, until no table is empty."""
    load_demo()
    editor = User.objects.create_user("maría.ö", password="a lamp that burns")
    _import_twice(import_content, write_records, editor)
    _edit_authorities()
    _edit_works()
    _write_drafts()
    _leave_addresses()
    _leave_names(editor)
    search.index(Article.objects.all())


def _import_twice(
    import_content: Callable[..., Any], write_records: Callable[..., Path], editor: User
) -> None:
    first = a_record(id="lantern-1", title="The Pier 𝄞 That\u00a0Kept Its Lamp", deck="مرحبا 🕯", url="")
    original = a_record(id="lantern-2", title="Ночной паром", language="ru", url="https://old.example/ferry/")
    other = a_record(
        id="lantern-3", title="The Night Ferry", translation_of="lantern-2", authors=[], centers=[], url="",
        body='<p>See <a href="https://old.example/ferry">the ferry</a>, '
        '<a href="https://old.example/not-here">the quay</a>.</p>',
    )  # fmt: skip
    waits = a_record(id="lantern-4", title="Ожидание", translation_of="lantern-99", topics=[], url="")
    broken = {"id": "lantern-5"}
    import_content(write_records(first, original, other, waits, broken))
    work = Article.objects.get(imported_records__source_key="lantern-1")
    work.title, work.deck = "The Pier, Edited", "Edited."
    work.save()
    changed = a_record(
        id="lantern-1", title="The Pier, Changed", deck="Changed.", url="", place="Lantern Quay",
        topics=["Trade"], credit="Ida",
    )  # fmt: skip
    import_content(write_records(changed, original, name="second.jsonl"))
    import_content(write_records(changed))
    for conflict, take in zip(Conflict.objects.order_by("pk")[:2], (True, False), strict=False):
        decide(conflict, take=take, by=editor)
    import_content(write_records(a_record(id="passing", title="Passing Through", url=""), name="third.jsonl"))
    last = ImportRun.objects.order_by("pk").last()
    call_command("undo_import", str(last.pk), stdout=io.StringIO(), stderr=io.StringIO())
    ImportRun.objects.filter(pk=last.pk).update(started_by=editor)


def _edit_authorities() -> None:
    person = Author.objects.order_by("pk").first()
    former, person.slug = person.slug, "renamed-person"
    person.portrait.save("Wilma.WEBP", makers.picture(), save=False)
    person.orcid = "0000-0001-5109-3700"
    person.save()
    keep_past_slug(person, former)
    AuthorName.objects.create(author=person, name="В. Окрест", language="ru", script="Cyrl")
    AuthorName.objects.create(author=person, name="A. Former Name")
    AuthorLink.objects.create(author=person, label="Home", url="https://wilma.example/", position=1)
    AuthorLink.objects.create(author=person, label="Also", url="https://also.example/", position=1)
    for organisation in ("Zephyr Trust", "Amber Trust"):
        Affiliation.objects.create(author=person, organisation=organisation, position="Fellow")
    above, below = Term.objects.in_facet("topic").filter(parent=None).order_by("-pk")[:2]
    below.parent = above
    below.save()
    TermName.objects.create(term=above, name="مصطلح", language="ar")
    term_slug, above.slug = above.slug, "renamed-term"
    above.save()
    keep_past_slug(above, term_slug, facet=above.facet)
    center = Center.objects.order_by("-pk").first()
    center_slug, center.slug = center.slug, "renamed-center"
    center.languages, center.successor = ["en", "ar"], Center.objects.order_by("pk").first()
    center.logo.save("logo.png", makers.picture(), save=False)
    center.save()
    keep_past_slug(center, center_slug)
    CenterName.objects.create(center=center, name="The Old Tarn House", is_former=True, until="1999-07")
    MenuItem.objects.create(center=center, place="featured", term=above, position=3)
    MenuItem.objects.create(center=center, label="Write to us", url="mailto:us@tarn.example", position=3)
    Newsletter.objects.create(center=center, name="Tidings", code="tidings", url="https://tarn.example/news")
    series = makers.make_series("The Idle Column", center=center, description="<p>Rests.</p>")
    SeriesName.objects.create(series=series, name="Die müßige Spalte", language="de")
    keep_past_slug(series, "idle")
    outlet = makers.make_outlet("=The Equals Gazette", url="https://equals.example/")
    OutletName.objects.create(outlet=outlet, name="Equals")
    kind = makers.make_kind("novella", "Novella")
    KindName.objects.create(kind=kind, name="رواية", language="ar")


def _edit_works() -> None:
    works = list(Article.objects.filter(status=Status.PUBLISHED).order_by("pk")[:8])
    moved, dated, withdrawn, illustrated, attached, corrected, scheduled, early = works
    _move(moved, slug="a-better-slug")
    _move(moved, slug="the-best-slug")
    dated.published = None
    _move(dated)
    withdrawn.status, withdrawn.withdrawal_reason = (
        Status.WITHDRAWN,
        "It named a source.\nIt should not have.",
    )
    withdrawn.save()
    illustrated.image.save("Größe.webp", makers.picture(), save=False)
    name = default_storage.save(f"pictures/{'ab' * 16}/in-a-body.webp", makers.picture())
    illustrated.body += f'<p><img src="/media/{name}" alt="A quay" width="2" height="1"></p>'
    illustrated.image_alt = "A quay at night 🌊"
    illustrated.save()
    attachment = Attachment(article=attached, title="The paper, whole", position=1)
    attachment.file.save("paper.pdf", ContentFile(b"%PDF-1.4\nThe paper.\n%%EOF\n"), save=True)
    Attachment.objects.create(article=attached, url="https://equals.example/a?b=c&d=e", position=1)
    Attachment.objects.create(
        article=attached,
        file=attachment.file.name,
        url="https://equals.example/p.pdf",
        title="Both",
        position=2,
    )
    Correction.objects.create(article=corrected, corrected_on="2020-02-29", text="It said 11.\n\nIt is 12.")
    Correction.objects.create(article=corrected, corrected_on="2019-01-01", text="A name was misspelt.")
    writer = User.objects.create_user("writer-of-drafts")
    decided = Review.Decision.RETURNED
    Review.objects.create(article=corrected, asked_by=writer, decision=decided, is_open=False)
    Review.objects.create(article=corrected, asked_by=writer, reviewer=writer)
    Remark.objects.create(article=corrected, writer=writer, writer_name="W. Osier", text="One word more.")
    BylineEntry.objects.filter(article=corrected).update(role="speaker")
    scheduled.publish_at = timezone.now() + dt.timedelta(days=400, microseconds=7)
    scheduled.save()
    early.publish_at = dt.datetime(2003, 4, 5, 6, 7, 8, tzinfo=dt.UTC)
    early.save()
    links.follow(works)


def _move(work: Article, **values: Any) -> None:
    former = work.path
    for name, value in values.items():
        setattr(work, name, value)
    work.save()
    keep_past_address(work, former)


def _write_drafts() -> None:
    makers.make_article("A Thought", date=None, status=Status.DRAFT, body="")
    makers.make_article("In Review 𓀀", date="2031", status=Status.REVIEW, body="<p>\u00a0Half.</p>")
    makers.make_article("Dated Ahead", date="2093-07", body="<p>Not yet.</p>")
    ahead = makers.make_article("Scheduled as Dated", date="2093-07-01", body="<p>Then.</p>")
    ahead.publish_at = dt.datetime(2093, 7, 1, tzinfo=dt.UTC)
    ahead.save()
    center = Center.objects.order_by("pk").first()
    makers.make_article(
        "Editors Wrote This", date="2016-05-04", centers=[center], authors=["Nobody Matched", "=Formula"],
        terms=list(Term.objects.order_by("-pk")[:3]), doi="10.5555/12345678", language="zh-Hans",
    )  # fmt: skip


def _leave_addresses() -> None:
    work = Article.objects.order_by("pk").first()
    LegacyAddress.objects.create(article=work, address="zulu.example/one")
    LegacyAddress.objects.create(article=work, address="/no/host?p=1")
    LegacyAddress.objects.create(address="alpha.example/people", target="/authors/")
    LegacyAddress.objects.create(address="alpha.example/shop?x=%22%2C", is_gone=True)
    LegacyAddress.objects.create(address="=alpha.example/formula", is_gone=True)
    MissingAddress.objects.create(path="/wp-login", hits=12, referrer="https://equals.example/")
    FormerHost.objects.update_or_create(name="unread.example", defaults={"unread_below": work.pk + 5})
    BodyLink.objects.create(article=work, href="https://old.example/never", key="0" * 64)


def _leave_names(editor: User) -> None:
    record = ImportedRecord.objects.filter(article__isnull=False).order_by("pk").first()
    person = Author.objects.order_by("pk").last()
    decided = OpenName.objects.create(
        authority="person", key="w. oakrest", name="W. Oakrest", state="decided", how="form",
        target_id=person.pk, decided_by=editor, decided_at=timezone.now(),
    )  # fmt: skip
    asked = OpenName.objects.create(authority="topic", key="lamps and oil", name="Lamps and Oil", works=1)
    Waiting.objects.create(
        question=decided, record=record, article=record.article, field="authors", name="W. Oakrest",
        settled_id=person.pk, settled_at=timezone.now(), effect="linked",
    )  # fmt: skip
    Waiting.objects.create(
        question=asked,
        record=record,
        article=record.article,
        field="topics",
        name="Lamps and Oil",
        position=2,
    )
