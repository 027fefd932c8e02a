"""The body of a work on its form: pictures that say what they show, what the editor asks the server for."""

import io
import json
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from archive.articles.models import Article
from archive.text.html import allowed
from tests.admin.conftest import errors_of
from tests.makers import make_article, make_author, make_center, make_term, make_user, picture

pytestmark = pytest.mark.django_db

UNDESCRIBED = '<p>Ebb.</p><figure><img src="/media/quay.webp"></figure>'
DECORATIVE = '<p>Ebb.</p><figure><img src="/media/quay.webp" alt=""></figure>'
SAY = "Say of each new picture in the text what it shows"


def change(work):
    return reverse("admin:articles_article_change", args=[work.pk])


def said_to_the_editor(desk, url):
    page = desk.get(url).content.decode()
    found = re.search(r'data-editor="([^"]*)"', page)
    return json.loads(found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))


def test_the_editor_offers_every_element_and_attribute_that_the_sanitiser_lets_pass(desk):
    offered = said_to_the_editor(desk, reverse("admin:articles_article_add"))["elements"]
    rules = {
        name: set(attributes.split("|")) for name, attributes in re.findall(r"(\w+)\[([^\]]*)\]", offered)
    }
    assert rules.pop("a") == {*allowed()["a"], "rel"}
    assert rules == {name: set(some) for name, some in allowed().items() if name != "a"}


def test_a_new_picture_in_the_text_has_to_say_what_it_shows(save):
    work = make_article()
    assert SAY in errors_of(save(change(work), body=UNDESCRIBED))
    assert save(change(work), body=DECORATIVE).status_code == 302
    work.refresh_from_db()
    assert work.body == DECORATIVE


def test_a_picture_that_an_import_left_without_words_keeps_nobody_from_mending_a_date(save):
    work = make_article(body=UNDESCRIBED)
    assert save(change(work), published="2015-01").status_code == 302
    assert SAY in errors_of(save(change(work), body=UNDESCRIBED + '<p><img src="/media/other.webp"></p>'))


def test_a_new_picture_above_the_title_has_to_say_what_it_shows(save):
    work = make_article()
    refused = save(change(work), image=picture())
    assert "Say what the picture shows, or mark it as decorative." in errors_of(refused)
    assert save(change(work), image=picture(), image_is_decorative="on").status_code == 302


def test_works_with_a_picture_that_says_nothing_are_found_until_it_is_mended():
    lead = make_article(image=picture())
    body = make_article(body=UNDESCRIBED)
    make_article(body=DECORATIVE)
    make_article(image=picture(), image_is_decorative=True)
    assert set(Article.objects.with_pictures_lacking_alt()) == {lead, body}
    lead.image_alt = "A quay at slack water."
    lead.save()
    assert list(Article.objects.with_pictures_lacking_alt()) == [body]


def test_a_picture_for_the_text_is_told_by_its_content_and_kept_once(desk):
    content = picture().read()
    answers = [
        desk.post(
            reverse("admin:articles_article_pictures"),
            {"picture": SimpleUploadedFile(name, content, "image/webp")},
        ).json()
        for name in ("quay.webp", "../other.svg")
    ]
    assert answers[0] == answers[1]
    assert (answers[0]["width"], answers[0]["height"]) == (2, 1)
    assert default_storage.open(answers[0]["address"].removeprefix("/media/")).read() == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>', "is an SVG"),
        (b"<html><script>x()</script></html>", "is not a picture that can be shown"),
    ],
    ids=["SVG", "a page"],
)
def test_what_is_no_picture_is_not_taken_whatever_it_is_called(desk, content, said):
    file = SimpleUploadedFile("quay.png", content, "image/png")
    answer = desk.post(reverse("admin:articles_article_pictures"), {"picture": file})
    assert answer.status_code == 422
    assert said in answer.json()["error"]


def test_a_picture_of_too_many_pixels_is_not_taken(desk):
    content = io.BytesIO()
    Image.new("1", (8000, 8000)).save(content, "png")
    file = SimpleUploadedFile("quay.png", content.getvalue(), "image/png")
    answer = desk.post(reverse("admin:articles_article_pictures"), {"picture": file})
    assert answer.status_code == 422
    assert "50 million" in answer.json()["error"]


def test_a_link_is_found_by_any_spelling_among_works_people_and_terms(desk):
    person = make_author("Иван Осокорь")
    person.names.create(name="Ivan Osokor")
    term = make_term(name="Osokor lanterns")
    work = make_article("Osokor and the quay")
    told = desk.get(reverse("admin:articles_article_linkable"), {"q": "osokor"}).json()
    found = {one["url"] for group in told["groups"] for one in group["matches"]}
    assert found == {one.get_absolute_url() for one in (person, term, work)}


def test_a_link_is_not_found_to_a_draft_of_another_center(client):
    own, other = make_center(), make_center()
    make_article("Quokka elsewhere", centers=[other], status="draft")
    mine = make_article("Quokka here", centers=[own], status="draft")
    client.force_login(make_user("Editor", own))
    told = client.get(reverse("admin:articles_article_linkable"), {"q": "Quokka"}).json()
    matches = [one for group in told["groups"] for one in group["matches"]]
    assert [(one["url"], one["hidden"]) for one in matches] == [(mine.get_absolute_url(), True)]


def test_what_is_pasted_comes_back_clean(desk):
    told = desk.post(
        reverse("admin:articles_article_pasted"), {"html": '<p style="x">Ebb<img src="file:///q"></p>'}
    )
    assert told.json() == {
        "html": "<p>Ebb</p>",
        "losses": ["1 picture was left out for want of an address that can be kept."],
    }


@pytest.mark.parametrize("name", ["pictures", "linkable", "pasted"])
def test_who_writes_no_works_is_given_nothing(client, name):
    client.force_login(make_user())
    address = reverse(f"admin:articles_article_{name}")
    ask = client.get if name == "linkable" else client.post
    assert ask(address).status_code == 403


def test_without_a_script_the_body_is_a_plain_field(desk):
    work = make_article(body="<p>Slack water.</p>")
    page = desk.get(change(work)).content.decode()
    assert re.search(r'<textarea name="body"[^>]*>\s*&lt;p&gt;Slack water.&lt;/p&gt;</textarea>', page)


def test_who_may_only_look_opens_the_form_without_an_editor(client):
    work = make_article(centers=[make_center()])
    client.force_login(make_user("Editor", make_center()))
    page = client.get(change(work))
    assert page.status_code == 200
    assert "data-editor" not in page.content.decode()
