"""A work as its readers will see it: unsaved changes too, under any host; and nobody else ever sees it."""

import pytest
from django.urls import reverse

from archive.articles.models import Article
from archive.desk.models import Draft
from tests.admin.conftest import row
from tests.desk.test_drafts import KEY, change, keep, typed
from tests.makers import make_article, make_author, make_center, make_user, picture

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_article_add")


@pytest.fixture
def house():
    return make_center("Tarn")


@pytest.fixture
def desk(client, house):
    client.force_login(make_user("Editor", house))
    return client


def framed(desk, **asked):
    return desk.get(reverse("preview-frame", args=[KEY]), asked)


def test_a_preview_shows_what_is_typed_and_not_saved_with_its_rows(desk, house):
    work = make_article("Slack water", status="draft", centers=[house])
    fields = typed(desk, change(work), title="Ebb tide", body="<p>Quokka</p><script>x()</script>", draft=KEY)
    fields |= {"byline_entries-TOTAL_FORMS": "1"}
    fields |= row("byline_entries", 0, author=make_author("Wilma Wallaby").pk, position=0)
    begun = desk.post(reverse("preview-begin", kwargs={"work": work.pk}), fields)
    assert begun.status_code == 303
    assert begun.url == reverse("preview", args=[KEY])
    page = framed(desk).content.decode()
    assert [words for words in ("Ebb tide", "<p>Quokka</p>", "Wilma Wallaby") if words not in page] == []
    assert "<script>x()" not in page


def test_nothing_of_a_preview_is_ever_there_afterwards(desk, client, house):
    work = make_article("Slack water", status="draft", centers=[house])
    keep(desk, typed(desk, change(work), title="Quokka", slug="quokka"), work)
    assert "Quokka" in framed(desk).content.decode()
    stored = Article.objects.get(pk=work.pk)
    assert (stored.title, stored.status, stored.updated_at) == ("Slack water", "draft", work.updated_at)
    assert not Article.objects.published().exists()
    assert "Quokka" not in client.get("/articles/").content.decode()


def test_a_new_work_is_shown_before_it_is_saved(desk):
    keep(desk, typed(desk, ADD, title="Ebb tide", body="<p>It began</p>"))
    assert "<p>It began</p>" in framed(desk).content.decode()
    assert not Article.objects.exists()


def test_a_preview_stands_in_the_host_that_is_chosen(desk, house):
    moor = make_center("Moor", languages=["ar"])
    keep(desk, typed(desk, ADD, title="Ebb tide", primary_center=house.pk))
    assert 'data-center="tarn"' in framed(desk).content.decode()
    page = framed(desk, host=moor.slug, view="card", scheme="dark").content.decode()
    assert f'data-center="{moor.slug}"' in page
    assert 'data-scheme="dark" lang="ar" dir="rtl"' in page


def test_cards_and_the_sidebar_show_what_is_typed(desk):
    keep(desk, typed(desk, ADD, title="Ebb tide", deck="Why boats wait."))
    page = framed(desk, view="card").content.decode()
    assert page.count("Ebb tide</a>") == 3
    assert page.count("Why boats wait.") == 3


def test_a_shared_link_shows_what_the_head_of_the_page_says(desk):
    keep(desk, typed(desk, ADD, title="Ebb tide", deck="Why boats wait."))
    told = desk.get(reverse("preview", args=[KEY]), {"view": "social"}).context["social"]
    assert (told.title, told.description) == ("Ebb tide", "Why boats wait.")


def test_a_new_picture_is_shown_before_it_is_saved(desk):
    fields = typed(desk, ADD, title="Ebb tide", image_alt="A quay", draft=KEY)
    desk.post(reverse("preview-begin"), fields | {"image": picture()})
    kept = Draft.objects.get(key=KEY).picture
    assert f'<img src="{kept.url}" alt="A quay" width="2" height="1"' in framed(desk).content.decode()


def test_what_is_not_in_order_yet_is_left_out_and_told(desk, house):
    work = make_article("Slack water", date="2014-12-02", centers=[house])
    keep(desk, typed(desk, change(work), title="Ebb tide", published="the day before"), work)
    page = framed(desk).content.decode()
    assert "Ebb tide" in page
    assert "2014" in page
    assert "“the day before” is not a date" in page


def test_a_preview_is_kept_by_nobody_and_framed_by_the_desk_alone(desk):
    keep(desk, typed(desk, ADD, title="Ebb tide"))
    headers = framed(desk).headers
    assert headers["Cache-Control"].startswith("no-store") or "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    steering = desk.get(reverse("preview", args=[KEY])).headers
    assert "frame-ancestors 'none'" in steering["Content-Security-Policy"]
    assert "frame-src 'self'" in steering["Content-Security-Policy"]


def test_who_may_no_longer_change_a_work_sees_no_preview_of_it(desk, house):
    work = make_article("Slack water", status="draft", centers=[house])
    keep(desk, typed(desk, change(work), title="Quokka"), work)
    assert framed(desk).status_code == 200
    Article.objects.filter(pk=work.pk).update(primary_center=make_center("Moor"))
    assert framed(desk).status_code == 404
    assert desk.get(reverse("preview", args=[KEY])).status_code == 404
