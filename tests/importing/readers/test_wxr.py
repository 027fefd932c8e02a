"""Exports of WordPress: what is an article, whose it is, and when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.importing import readers
from archive.importing.readers import wxr
from archive.importing.records import Source
from archive.text import html, strings
from tests.importing.readers.reading import SAMPLES, all_readings, names, record_of, written
from tests.importing.readers.wordpress import (
    HOME,
    attachment,
    comment,
    export,
    packed,
    post,
    readings,
    record,
    said,
    user,
)


def test_reads_an_export_of_1_0():
    found = record_of(SAMPLES / "wordpress-1.0.xml")
    assert (found.title, found.published, found.language) == (
        "Lamps — Who Pays?",
        "2008-05-15T00:30:00+02:00",
        "en",
    )
    assert (found.id, found.url) == (
        "harbour.example/notes?p=7",
        "http://harbour.example/notes/2008/05/lamps/",
    )
    assert (names(found), found.topics) == (["Ines Okafor"], ["Ports", "Oil"])
    assert "<figcaption>The pier, at <em>dusk</em></figcaption>" in found.body
    assert html.to_text(found.body).split("\n") == [
        "The lamp has burned since the strike.",
        "The pier, at dusk",
        "Its oil is nobody's budget.",
        "Two lines",
        "of one verse.",
    ]


def test_reads_an_export_of_1_1():
    (reading,) = all_readings(SAMPLES / "wordpress-1.1.xml")
    found = reading.record
    assert (found.type, found.state, found.published) == ("report", "review", "2011-03-04")
    assert (names(found), found.deck) == (["Tomás Brandt"], "What the tide brought & took.")
    assert (found.regions, found.programs, found.topics) == (["Northern Seas"], ["Rivers, Ports & Roads"], [])
    assert "[terms.shelf_mark]" in said([reading])
    assert "Aside" not in said([reading])


def test_is_recognised_by_its_content_alone(tmp_path: Path):
    text = export(post())
    for name, data in (
        ("export.txt", text.encode()),
        ("export.xml", packed(text)),
        ("x", text.encode("utf-16")),
    ):
        path = written(tmp_path, data, name)
        assert readers.reader_for(Source(path, name)) is wxr
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>WordPress</title></channel></rss>'
    assert not wxr.recognises(feed.encode(), "wordpress.xml")


def test_looks_past_what_a_program_wrote_before_the_export(tmp_path: Path):
    (reading,) = readings(tmp_path, "\n\nNotice: undefined index in export.php\n" + export(post()))
    assert reading.record is not None


def test_keeps_one_identity_from_draft_to_article(tmp_path: Path):
    draft = record(tmp_path, post(status="draft", link=f"{HOME}/?p=7", post_date_gmt="0000-00-00 00:00:00"))
    article = record(tmp_path, post())
    assert draft.id == article.id == "lantern.example?p=7"
    assert (draft.state, article.state) == ("draft", "")


def test_keeps_the_posts_of_two_sites_of_one_network_apart(tmp_path: Path):
    text = export(post())
    base = f"<wp:base_blog_url>{HOME}</wp:base_blog_url>"
    (first,) = readings(tmp_path, text)
    (second,) = readings(tmp_path, text.replace(base, f"<wp:base_blog_url>{HOME}/coast</wp:base_blog_url>"))
    assert first.record.id != second.record.id == "lantern.example/coast?p=7"


@pytest.mark.parametrize(
    ("status", "state"),
    [("publish", ""), ("future", ""), ("draft", "draft"), ("pending", "review"), ("private", "draft"),
     ("archive", "withdrawn"), ("pitch", "draft"), ("", "draft")],
)  # fmt: skip
def test_never_shows_more_than_the_site_did(tmp_path: Path, status, state):
    assert record(tmp_path, post(status=status)).state == state


def test_says_which_status_it_does_not_understand(tmp_path: Path):
    assert '"pitch" is a status that is not understood' in said(
        readings(tmp_path, export(post(status="pitch")))
    )


def test_keeps_the_instant_at_which_a_work_is_to_appear(tmp_path: Path):
    when = {"post_date": "2099-01-01 08:00:00", "post_date_gmt": "2098-12-31 22:00:00"}
    assert record(tmp_path, post(status="future", **when)).published == "2099-01-01T08:00:00+10:00"


def test_withdraws_what_was_published_and_lies_in_the_trash(tmp_path: Path):
    items = post(status="trash", meta={"_wp_trash_meta_status": "publish"}), post(post_id=8, status="trash")
    gone, never = readings(tmp_path, export(*items))
    assert gone.record.state == "withdrawn"
    assert never.record is None
    assert "never published" in said([never])


def test_rejects_what_a_password_protects(tmp_path: Path):
    (reading,) = readings(tmp_path, export(post(post_password="open sesame")))
    assert reading.record is None
    assert "protected by a password" in said([reading])


def test_does_not_read_what_a_site_is_built_with(tmp_path: Path):
    kinds = ("nav_menu_item", "revision", "customize_changeset", "oembed_cache", "wp_template", "custom_css")
    parts = [post(post_id=30 + number, post_type=kind) for number, kind in enumerate(kinds)]
    shell = post(post_id=90, status="auto-draft", title="Auto Draft")
    found = readings(tmp_path, export(*parts, shell, post()))
    assert [reading.where for reading in found] == ["post 7"]
    assert "1 nav_menu_item" in said(found)
    assert readings(tmp_path, export(*parts)) == []


def test_takes_the_page_of_a_person_for_no_article_unless_staff_say_so(tmp_path: Path):
    text = export(post(post_type="staff", title="Ines Okafor"))
    (reading,) = readings(tmp_path, text)
    assert reading.record is None
    assert "somebody's page" in said([reading])
    (reading,) = readings(tmp_path, text, {"types": {"staff": "profile"}})
    assert reading.record.type == "profile"


def test_takes_the_kind_from_the_type_or_from_its_own_vocabulary(tmp_path: Path):
    assert record(tmp_path, post()).type == ""
    assert record(tmp_path, post(post_type="page")).type == "page"
    assert record(tmp_path, post(post_type="policy-brief")).type == "policy-brief"
    kind = ("publication_type", "policy-paper", "Policy Paper")
    found = record(tmp_path, post(post_type="publication", terms=[kind]))
    assert (found.type, found.type_label) == ("", "Policy Paper")


def test_leaves_out_the_types_that_the_mapping_leaves_out(tmp_path: Path):
    (reading,) = readings(tmp_path, export(post(post_type="product")), {"types": {"product": ""}})
    assert "the mapping leaves out" in said([reading])


def test_counts_comments_and_keeps_nothing_of_their_writers(tmp_path: Path):
    found = readings(tmp_path, export(post(extra=comment(1) + comment(2)), post(post_id=8, extra=comment(3))))
    assert "post 7: has 2 comments, left out" in said(found)
    assert "export.xml: holds 3 comments on 2 works, left out" in said(found)
    assert not any(b"mail.example" in reading.data or b"Well said" in reading.data for reading in found)


@pytest.mark.parametrize(
    ("local", "universal", "published"),
    [
        ("2014-12-02 01:00:00", "2014-12-01 23:00:00", "2014-12-02T01:00:00+02:00"),
        ("2014-12-02 01:00:00", "0000-00-00 00:00:00", "2014-12-02"),
        ("0000-00-00 00:00:00", "2014-12-01 23:00:00", "2014-12-01T23:00:00+00:00"),
        ("2014-12-02 01:00:00", "2011-01-01 00:00:00", "2014-12-02"),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", "2014-12-02T08:00:00+00:00"),
    ],
)
def test_takes_the_day_as_it_was_written(tmp_path: Path, local, universal, published):
    assert record(tmp_path, post(post_date=local, post_date_gmt=universal)).published == published


def test_says_which_day_does_not_exist(tmp_path: Path):
    dates = {"post_date": "2014-02-31 10:00:00", "post_date_gmt": "0000-00-00 00:00:00"}
    (reading,) = readings(tmp_path, export(post(**dates)))
    assert reading.record.published == ""
    assert '"2014-02-31" is not a date' in said([reading])


def test_names_authors_as_the_site_shows_them(tmp_path: Path):
    head = user("iokafor", "Ines Okafor") + user("tb", "tb", "Tomás", "Brandt")
    assert names(record(tmp_path, post(), head=head)) == ["Ines Okafor"]
    assert names(record(tmp_path, post(creator="tb"), head=head)) == ["Tomás Brandt"]


def test_keeps_the_login_of_an_author_that_nobody_describes_and_says_so(tmp_path: Path):
    (reading,) = readings(tmp_path, export(post(), head=user("other", "Other")))
    assert names(reading.record) == ["iokafor"]
    assert '"iokafor" is the login of an author' in said([reading])


def test_lists_co_authors_in_their_order(tmp_path: Path):
    head = user("tb", "Tomás Brandt") + user("iokafor", "Ines Okafor")
    guest = post(
        post_id=60,
        post_type="guest-author",
        title="mira-sand",
        post_name="cap-mira-sand",
        meta={"cap-display_name": "Mira Sand", "cap-user_login": "mira-sand", "cap-description": "Pilot."},
    )
    terms = [
        ("author", "cap-mira-sand", "mira-sand"),
        ("author", "cap-iokafor", "iokafor"),
        ("author", "cap-tb", "tb"),
    ]
    found = [
        reading.record
        for reading in readings(tmp_path, export(guest, post(terms=terms), head=head))
        if reading.record
    ]
    assert names(found[0]) == ["Mira Sand", "Ines Okafor", "Tomás Brandt"]
    assert found[0].authors[0].bio == "Pilot."
    assert found[0].topics == []


def test_reads_a_co_author_from_a_name_or_a_description(tmp_path: Path):
    described = (
        "<wp:term><wp:term_taxonomy>author</wp:term_taxonomy><wp:term_slug>cap-msand</wp:term_slug>"
        "<wp:term_description>Mira Sand Mira Sand msand 12 m@lantern.example</wp:term_description></wp:term>"
    )
    terms = [("author", "ada-moor", "Ada Moor"), ("author", "cap-msand", "msand")]
    assert names(record(tmp_path, post(terms=terms), head=described)) == ["Ada Moor", "Mira Sand"]


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("By Ines Okafor and Tomás Brandt", ["Ines Okafor", "Tomás Brandt"]),
        ("Ines Okafor, Tomás Brandt, and Mira Sand", ["Ines Okafor", "Tomás Brandt", "Mira Sand"]),
        ("Okafor, Ines", ["Okafor, Ines"]),
        ("Tomás Brandt, Jr.", ["Tomás Brandt, Jr."]),
        ('a:1:{i:0;s:2:"61";}', ["Mira Sand"]),
    ],
)
def test_reads_the_byline_of_a_custom_field(tmp_path: Path, words, people):
    page = post(post_id=61, post_type="people", title="Mira Sand")
    found = readings(tmp_path, export(post(meta={"byline": words}), page))
    assert names(found[0].record) == people


def test_maps_terms_as_staff_say(tmp_path: Path):
    terms = [
        ("category", "africa", "Africa"),
        ("category", "press", "Press"),
        ("category", "news", "News"),
        ("category", "trade", "Trade &amp; Tolls"),
        ("post_tag", "trade", "Trade & Tolls"),
        ("shelf", "b7", "B7"),
    ]
    mapping = {
        "terms": {
            "category": {
                "africa": "regions",
                "press": {"to": "programs", "as": "Press Office"},
                "news": "",
            },
            "shelf": {"default": "collections"},
        }
    }
    found = record(tmp_path, post(terms=terms), mapping=mapping)
    assert (found.regions, found.programs, found.collections) == (["Africa"], ["Press Office"], ["B7"])
    assert found.topics == ["Trade & Tolls"]


def test_takes_constants_and_values_of_the_mapping(tmp_path: Path):
    mapping = {"constants": {"primaryCenter": "Lantern Coast"}, "values": {"type": {"Op-Ed": "oped"}}}
    found = record(tmp_path, post(post_type="op-ed"), mapping=mapping)
    assert (found.primary_center, found.type) == ("Lantern Coast", "oped")


def test_takes_picture_alternative_text_and_documents_from_the_attachments(tmp_path: Path):
    items = (
        post(meta={"_thumbnail_id": "50", "enclosure": f"{HOME}/talk.mp3\n1234\naudio/mpeg"}),
        attachment(
            50, f"{HOME}/up/pier.jpg", alt="A pier at dusk", excerpt="The <em>pier</em>", post_parent=7
        ),
        attachment(51, f"{HOME}/up/report.pdf", title="The whole report", post_parent=7),
        attachment(52, f"{HOME}/up/other.pdf", post_parent=8),
    )
    found = record(tmp_path, *items)
    assert (found.image, found.image_alt) == (f"{HOME}/up/pier.jpg", "A pier at dusk")
    assert found.image_caption == "The pier"
    assert [(file.url, file.title) for file in found.attachments] == [
        (f"{HOME}/up/report.pdf", "The whole report"),
        (f"{HOME}/talk.mp3", ""),
    ]


def test_says_which_picture_the_export_does_not_hold(tmp_path: Path):
    (reading,) = readings(tmp_path, export(post(meta={"_thumbnail_id": "50"})))
    assert 'image "50" is the number of its picture, which the export does not hold' in said([reading])


@pytest.mark.parametrize(
    ("excerpt", "meta", "deck"),
    [
        ("Who <b>pays</b>\n\nfor the oil?", {}, "Who pays\nfor the oil?"),
        ("", {"_yoast_wpseo_metadesc": "Who pays &amp; why"}, "Who pays & why"),
        ("", {"_yoast_wpseo_metadesc": "%%title%% %%sep%%"}, ""),
        ("", {"subtitle": "A quarrel"}, "A quarrel"),
    ],
)
def test_takes_the_deck_from_where_it_is(tmp_path: Path, excerpt, meta, deck):
    assert record(tmp_path, post(excerpt=excerpt, meta=meta)).deck == deck


def test_reads_doi_and_first_outlet_from_custom_fields(tmp_path: Path):
    meta = {
        "doi": "https://doi.org/10.5555/lamp.7",
        "source": "The Harbour Gazette",
        "source_url": "https://gazette.example/lamp",
    }
    found = record(tmp_path, post(meta=meta))
    assert (found.doi, found.source, found.source_url) == (
        "10.5555/lamp.7",
        "The Harbour Gazette",
        "https://gazette.example/lamp",
    )


def test_finds_a_body_where_the_content_is_empty(tmp_path: Path):
    field = {"sections_0_text": "The whole text stands in a field of its own, and is long enough."}
    assert "in a field of its own" in record(tmp_path, post("", meta=field)).body
    assert record(tmp_path, post("", excerpt="Only this.")).body == "<p>Only this.</p>"
    report = attachment(51, f"{HOME}/up/report.pdf", title="Report", post_parent=7)
    assert f'<a href="{HOME}/up/report.pdf">Report</a>' in record(tmp_path, post(""), report).body


def test_rejects_what_has_no_text_at_all(tmp_path: Path):
    (reading,) = readings(tmp_path, export(post("")))
    assert reading.record is None
    assert "body" in said([reading])


def test_takes_the_language_of_the_site_unless_the_words_are_of_another(tmp_path: Path):
    russian = "Лампа горит со времён забастовки, и никто не знает, кто платит за масло."
    assert record(tmp_path, post()).language == "en-US"
    assert record(tmp_path, post(russian)).language == "ru"
    assert record(tmp_path, post(terms=[("language", "fr", "Français")])).language == "fr"


def test_links_a_translation_to_its_original(tmp_path: Path):
    group = (
        "<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_1</wp:term_slug>"
        '<wp:term_description><![CDATA[a:2:{s:2:"en";i:7;s:2:"fr";i:8;}]]></wp:term_description></wp:term>'
    )
    terms = [("post_translations", "pll_1", "pll_1")]
    text = export(post(terms=terms), post(post_id=8, terms=terms), head=group)
    original, translation = readings(tmp_path, text)
    assert (original.record.translation_of, translation.record.translation_of) == ("", "lantern.example?p=7")


@pytest.mark.corpus
def test_reads_the_real_export_of_the_corpus_as_expected(corpus: Path):
    folder = corpus / "corpus" / "wxr"
    found = all_readings(next(folder.glob("*.xml.gz")))
    by_number = {reading.where: reading for reading in found}
    expected = [json.loads(line) for line in (folder / "EXPECTED.jsonl").read_text().splitlines()]
    assert len(found) == len(expected)
    wrong = []
    for one in expected:
        reading = by_number[f"post {one['post_id']}"]
        record = reading.record
        counted = f"has {one['comments']} comment" in said([reading])
        if not one["body_chars"]:
            wrong += [one] if record is not None else []
            continue
        text = " ".join(html.to_text(record.body).split())
        facts = (
            record.title == one["title"].strip() or "â€" in one["title"],
            record.url == one["link"],
            record.published[:10] == one["date_local"][:10],
            names(record) == [one["creator_display"]],
            keys(record.topics) == keys(one["categories"] + one["tags"]),
            " ".join(one["body_first_words"].split()) in text,
            " ".join(last_words(one).split()) in text,
            counted == bool(one["comments"]),
            record.state == "",
        )
        wrong += [] if all(facts) else [(one["post_id"], facts)]
    assert wrong == []
    assert "holds 181 comments on 80 works, left out" in said(found)


def keys(topics):
    """Return the keys of topics in their order, each once."""
    return list(dict.fromkeys(map(strings.matching_key, topics)))


def last_words(one):
    """Return the last words of an expected body; those of a caption or a style sheet are no prose."""
    words = one["body_last_words"].partition("[caption")[0]
    return "" if "{" in words else words
