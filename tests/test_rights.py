"""No page of the desk tells a word of another center's unpublished work; walked from the resolver itself.

A page that is added is walked by itself. Every word of the hidden works holds the token below; the walk looks
for it in whatever is answered. Hidden and absent are answered alike.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from archive.articles import search
from archive.articles.models import (
    Article,
    Attachment,
    BodyLink,
    Correction,
    LegacyAddress,
    MissingAddress,
)
from archive.editing import AsksRights
from archive.importing.models import Capture, Conflict, ImportedRecord, ImportRun, OpenName, Waiting
from archive.publication import Status
from archive.text.strings import matching_key
from tests.admin.conftest import Form
from tests.makers import (
    make_article,
    make_author,
    make_center,
    make_highlight,
    make_kind,
    make_outlet,
    make_series,
    make_term,
    make_user,
    tomorrow,
)

pytestmark = pytest.mark.django_db

TOKEN = "zqxvorn"
ABSENT = 987_654_321
EXEMPT = {
    "login": "asks who one is",
    "logout": "ends the walk",
    "jsi18n": "holds the words of Django's scripts",
    "password_change": "knows nothing but the password",
    "password_change_done": "says that it is changed",
    "auth_user_password_change": "knows nothing but a password",
}


@dataclass(frozen=True)
class Page:
    """A page of the desk as the resolver has it."""

    name: str
    arguments: tuple[str, ...]

    @property
    def model(self) -> type[models.Model] | None:
        """The model whose admin page it is."""
        room, _, rest = self.name.removeprefix("admin:").partition("_")
        return next(
            (
                kind.model_class()
                for kind in ContentType.objects.filter(app_label=room)
                if rest.startswith(f"{kind.model}_") and kind.model_class()
            ),
            None,
        )

    def at(self, key: Any) -> str:
        """Return the address with the key of a record wherever one stands."""
        known = {"app_label": "articles", "key": "0" * 32, "token": "0" * 32}
        return reverse(self.name, kwargs={name: known.get(name, key) for name in self.arguments})


def pages(
    resolver: URLResolver | None = None, prefix: str = "", space: str = "", given: tuple = ()
) -> Iterator[Page]:
    """Yield every named page below /admin/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        names = (*given, *(getattr(pattern.pattern, "converters", None) or pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLResolver):
            below = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern, route, below, names)
        elif pattern.name and route.startswith("admin/"):
            yield Page(space + pattern.name, names)


@dataclass(frozen=True)
class House:
    """Two centers, and what the one hides from the other."""

    own: Any
    other: Any
    hidden: dict[type[models.Model], list[int]]
    shown: dict[type[models.Model], list[int]]


@pytest.fixture
def house() -> House:
    own, other = make_center("Tarn House"), make_center("Fell House")
    work = make_article(
        "Osier beds", centers=[own], status=Status.DRAFT, authors=[make_author("Wilma Oakrest")]
    )
    public = make_article("Loam", centers=[other], terms=[make_term(name="Quays")], kind=make_kind("note"))
    hidden = [
        hide(other, number, **state)
        for number, state in enumerate(
            [
                {"status": Status.DRAFT},
                {"status": Status.REVIEW},
                {"status": Status.PUBLISHED, "publish_at": tomorrow()},
            ]
        )
    ]
    public.remarks.create(writer_name="Ida Fell", text=f"{TOKEN} said among colleagues")
    first = hidden[0]
    work.translation_of = first
    work.save()
    BodyLink.objects.create(article=work, href="https://fell.example/posts/9", key="9" * 64, target=first)
    search.index([work.pk, public.pk, *(one.pk for one in hidden)])
    run = ImportRun.objects.create(command="import_content fell.jsonl")
    imported = [record_of(run, one, secret=one is not public) for one in (first, public)]
    conflicts = [
        Conflict.objects.create(
            record=imported[0], article=first, field="title", incoming=claims(f"{TOKEN} one"), run=run
        ),
        Conflict.objects.create(
            record=imported[1], article=public, field="title", incoming=claims("Clay"), run=run
        ),
    ]
    names = [asked(imported[0], f"{TOKEN} Byline"), asked(imported[1], "Bram Sedge")]
    highlights = [make_highlight(other, first), make_highlight(own, public)]
    old = [
        LegacyAddress.objects.create(address=f"fell.example/{TOKEN}", article=first),
        LegacyAddress.objects.create(address="fell.example/loam", article=public),
    ]
    shared = [own, make_series("Slate", center=own), make_outlet("The Courier"), public.kind, run]
    shared += [*make_people_and_terms(), MissingAddress.objects.create(path="/posts/7")]
    return House(
        own,
        other,
        hidden={
            Article: [one.pk for one in hidden],
            ImportedRecord: [imported[0].pk],
            Conflict: [conflicts[0].pk],
            OpenName: [names[0].pk],
            LegacyAddress: [old[0].pk],
            BodyLink: list(BodyLink.objects.values_list("pk", flat=True)),
            type(highlights[0]): [highlights[0].pk],
        },
        shown={
            Article: [work.pk, public.pk],
            ImportedRecord: [imported[1].pk],
            Conflict: [conflicts[1].pk],
            OpenName: [names[1].pk],
            LegacyAddress: [old[1].pk],
            type(highlights[1]): [highlights[1].pk],
            **{type(one): [one.pk] for one in shared},
        },
    )


def hide(center: Any, number: int, **state: Any) -> Article:
    """Make a work of another center in which every word holds the token."""
    work = make_article(
        f"{TOKEN.capitalize()} title {number}",
        slug=f"{TOKEN}-slug-{number}",
        deck=f"The {TOKEN} deck.",
        body=f"<p>The {TOKEN} body.</p>",
        centers=[center],
        authors=[f"{TOKEN} Byline"],
        image_caption=f"{TOKEN} caption",
        place=f"{TOKEN} place",
        doi=f"10.5555/{TOKEN}{number}",
        **state,
    )
    Attachment.objects.create(article=work, title=f"{TOKEN} file", url=f"https://fell.example/{TOKEN}.pdf")
    Correction.objects.create(article=work, text=f"{TOKEN} mended", corrected_on=dt.date(2026, 1, 5))
    work.remarks.create(writer_name="Ida Fell", text=f"{TOKEN} remark")
    work.past_addresses.create(path=f"2020/{TOKEN}-{number}")
    return work


def record_of(run: ImportRun, work: Article, *, secret: bool) -> ImportedRecord:
    word = TOKEN if secret else "plain"
    capture = Capture.of(f"{word} capture".encode())
    capture.save()
    return ImportedRecord.objects.create(
        source_key=f"{word}-source", file=f"{word}.jsonl", article=work, capture=capture, first_run=run,
        last_run=run, outcome="created", digest=word, values={"title": f"{word} claimed"},
    )  # fmt: skip


def claims(title: str) -> dict[str, Any]:
    """Return a title as an import keeps it in a conflict."""
    return {"columns": {"title": title}}


def asked(record: ImportedRecord, name: str) -> OpenName:
    question = OpenName.objects.create(authority="person", name=name, key=matching_key(name), works=1)
    place = {"record": record, "article": record.article, "field": "authors", "name": name}
    Waiting.objects.create(question=question, **place)
    return question


def make_people_and_terms() -> list[models.Model]:
    return [make_author("Bram Sedge"), make_term(name="Lanterns")]


def told(response: Any) -> str:
    """Return everything that an answer tells: body, target of a redirect, messages."""
    said = " ".join(f"{name} {value}" for name, value in response.headers.items())
    cookies = response.cookies.output()
    return f"{said} {cookies} {response.content.decode(errors='replace')}".casefold()


@pytest.mark.parametrize("role", ["Editor", "Writer"])
def test_no_page_tells_a_word_of_another_centers_unpublished_work(client: Client, house: House, role: str):
    client.force_login(make_user(role, house.own))
    walked = 0
    for page in pages():
        if page.name.rpartition(":")[2] in EXEMPT:
            continue
        for address in addresses_of(page, house):
            for query in ("", "?q=title"):
                response = client.get(address + query)
                walked += 1
                assert response.status_code < 500, address
                assert TOKEN not in told(response), address + query
    assert walked > 150


def addresses_of(page: Page, house: House) -> Iterator[str]:
    """Yield the addresses of a page: for what is hidden, and for what may be seen."""
    if not page.arguments:
        yield page.at(0)
        return
    model = page.model or Article
    for key in [*house.hidden.get(model, []), *house.shown.get(model, [])]:
        yield page.at(key)


def test_hidden_and_absent_are_answered_alike_byte_for_byte(client: Client, house: House):
    client.force_login(make_user("Editor", house.own))
    compared = 0
    for page in pages():
        if not page.arguments or page.name.rpartition(":")[2] in EXEMPT:
            continue
        for key in house.hidden.get(page.model or Article, [])[:1]:
            for send in (client.get, client.post):
                hidden, absent = send(page.at(key)), send(page.at(ABSENT))
                assert hidden.status_code == absent.status_code, page.at(key)
                assert anonymous(hidden, key) == anonymous(absent, ABSENT), page.at(key)
                compared += 1
    assert compared > 30


def anonymous(response: Any, key: int) -> bytes:
    """Return an answer without the key that was asked for, which it may repeat in its own address."""
    said = response.content + response.headers.get("Location", "").encode()
    return re.sub(rb'value="\w{64}"', b"", said.replace(f"/{key}/".encode(), b"/#/"))


def test_every_chooser_offers_only_what_may_be_seen(client: Client, house: House):
    client.force_login(make_user("Editor", house.own))
    asked_for = 0
    for kind in ContentType.objects.all():
        model = kind.model_class()
        for field in model._meta.get_fields() if model else []:
            if field.related_model is not Article or not field.concrete:
                continue
            where = {"app_label": kind.app_label, "model_name": kind.model, "field_name": field.name}
            for name in ("admin:articles_article_choose", "admin:autocomplete"):
                for term in (TOKEN, "title", f"/articles/2014/12/{TOKEN}-slug-0/", f"10.5555/{TOKEN}0"):
                    response = client.get(reverse(name), where | {"term": term})
                    assert TOKEN not in told(response), (where, term)
                    asked_for += 1
    assert asked_for > 20


@pytest.mark.parametrize("role", ["Librarian", "Chief editor"])
def test_who_works_for_every_center_finds_every_page_in_order(client: Client, house: House, role: str):
    client.force_login(make_user(role))
    for page in pages():
        if page.name.rpartition(":")[2] not in EXEMPT:
            for address in list(addresses_of(page, house))[:2]:
                assert client.get(address).status_code in (200, 302, 403, 404, 405), address
    response = client.get(reverse("admin:articles_article_changelist"))
    assert ("title 0" in response.content.decode()) == (role in ("Librarian", "Chief editor"))


def test_a_user_without_any_permission_finds_nothing(client: Client, house: House):
    client.force_login(make_user())
    for page in pages():
        model = page.model
        if model is None or not isinstance(site.get_model_admin(model), AsksRights):
            continue
        for key in house.shown.get(model, [0])[:1]:
            assert client.get(page.at(key)).status_code in (403, 404, 405), page.name


@pytest.fixture
def editor(client: Client, house: House) -> Any:
    """Return an editor of one center, signed in."""
    user = make_user("Editor", house.own)
    client.force_login(user)
    return user


def save(client: Client, work: Article, **changes: Any) -> Any:
    """Open the form of a work and send it with changes."""
    page = client.get(change(work))
    return client.post(change(work), Form(page.content.decode()).fields | changes)


def change(work: Article) -> str:
    return reverse("admin:articles_article_change", args=[work.pk])


def own_draft(house: House) -> Article:
    return Article.objects.get(pk=house.shown[Article][0])


def test_an_editor_sees_what_another_center_published_and_changes_nothing_of_it(client, house, editor):
    public = Article.objects.get(pk=house.shown[Article][1])
    page = client.get(change(public)).content.decode()
    assert "Loam" in page
    assert 'name="_save"' not in page
    assert client.post(change(public), {"title": "Clay"}).status_code == 403
    public.refresh_from_db()
    assert public.title == "Loam"


def test_a_work_cannot_be_moved_into_a_center_that_is_not_ones_own(client, house, editor):
    work = own_draft(house)
    assert "primary_center" in save(client, work, primary_center=house.other.pk).context["errors"].as_text()
    assert save(client, work, primary_center="").status_code == 200
    work.refresh_from_db()
    assert work.primary_center == house.own


def test_a_hidden_work_cannot_be_named_and_one_that_is_named_already_stays_unnamed(client, house, editor):
    work = own_draft(house)
    first, second, _third = house.hidden[Article]
    refused = save(client, work, translation_of=second)
    absent = save(client, work, translation_of=ABSENT)
    assert refused.context["errors"].as_text() == absent.context["errors"].as_text() != ""
    assert TOKEN not in told(refused)
    assert save(client, work, place="By the quay").status_code == 302
    work.refresh_from_db()
    assert (work.place, work.translation_of_id) == ("By the quay", first)


def test_an_old_address_leads_to_no_hidden_work_and_says_the_same_of_an_absent_one(client, house, editor):
    hidden = Article.objects.get(pk=house.hidden[Article][0])
    add = reverse("admin:articles_legacyaddress_add")
    said = [
        client.post(add, {"address": f"fell.example/{number}", "target": f"/articles/{path}/"})
        for number, path in enumerate([hidden.path, hidden.path.replace(TOKEN, "absent")])
    ]
    assert [one.status_code for one in said] == [200, 200]
    first, second = (" ".join(one.context["adminform"].form.errors["target"]) for one in said)
    assert first.replace(TOKEN, "absent") == second
    assert not LegacyAddress.objects.filter(address__startswith="fell.example/0").exists()


def test_a_list_is_not_narrowed_by_what_points_at_its_rows(client, house, editor):
    for page in ("authors_author", "tags_term", "centers_center"):
        response = client.get(reverse(f"admin:{page}_changelist"), {"articles": house.hidden[Article][0]})
        assert response.status_code in (302, 400), page


def test_what_an_editor_deletes_names_nothing_of_another_center(client, house):
    user = make_user("Editor", house.own)
    user.user_permissions.set(Permission.objects.filter(codename__in=["delete_outlet", "delete_kind"]))
    client.force_login(user)
    outlet = make_outlet("The Fenwick Courier")
    Article.objects.filter(pk=house.hidden[Article][0]).update(outlet=outlet)
    page = client.get(reverse("admin:articles_outlet_delete", args=[outlet.pk]))
    assert "work of another center" in page.content.decode()
    assert TOKEN not in told(page)


def test_a_limited_editor_decides_names_in_works_of_her_own_only(client, house, editor):
    question = OpenName.objects.get(pk=house.shown[OpenName][0])
    person = make_author("Bram Sedge the Elder")
    decide = reverse("admin:importing_openname_decide", args=[question.pk])
    client.post(decide, {"decision": f"accept:{person.pk}"})
    client.post(decide, {"decision": f"accept:{person.pk}", "place": question.places.get().pk})
    question.refresh_from_db()
    assert question.state == OpenName.State.OPEN


def test_who_is_asked_to_review_sees_the_work_and_only_that_one(client, house):
    reviewer = make_user("Editor", house.own)
    first, second, _third = Article.objects.filter(pk__in=house.hidden[Article]).order_by("pk")
    second.reviews.create(reviewer=reviewer)
    client.force_login(reviewer)
    assert client.get(change(first)).status_code == 404
    assert client.get(change(second)).status_code == 200
    assert client.post(change(second), {"title": "Mine"}).status_code == 403
    second.reviews.update(is_open=False)
    assert client.get(change(second)).status_code == 404


def test_a_work_of_no_center_belongs_to_who_began_it(client, house, editor):
    mine = make_article("Sedge", status=Status.DRAFT, begun_by=editor)
    others = make_article("Rushes", status=Status.DRAFT, begun_by=make_user("Editor", house.other))
    assert client.get(change(mine)).status_code == 200
    assert client.get(change(others)).status_code == 404
