"""Markdown with front matter: what each generator writes, and what people have written by hand."""

from __future__ import annotations

import dataclasses

import pytest

from archive.importing import readers
from archive.importing.records import Source
from archive.importing.sources import find_sources
from archive.text import html
from tests.importing.readers.reading import SAMPLES, all_readings, names, reading_of, record_of, written

SITE = SAMPLES / "site"
LAMP = SITE / "posts" / "2014" / "12" / "2014-12-02-pier-lamp.md"


def made(folder, matter, text="The text.", name="note.md"):
    """Return the record of a file with that front matter."""
    return record_of(written(folder, f"---\n{matter}\n---\n{text}\n", name))


def told(reading):
    return " ".join(map(str, reading.faults))


def format_of(path):
    reader = readers.reader_for(Source(path, path.name))
    return reader.NAME if reader else ""


def test_reads_every_field_of_an_article_with_its_look_up_files():
    record = record_of(LAMP)
    assert record.id == "posts/2014/12/2014-12-02-pier-lamp"
    assert record.title == "The Pier That Kept Its Lamp: A Question of Oil"
    assert record.deck == "Nobody asked who pays for the oil & the wick."
    assert record.published == "2014-12-02T09:30:00-05:00"
    assert names(record) == ["Inès Okafor", "Tomás Brandt", "Mira de Wit"]
    assert record.authors[0].position == "Fellow, Lantern Coast"
    assert record.authors[0].bio == "<p>Writes on <strong>ports</strong> and who pays for them.</p>"
    assert record.topics == ["The Law of the Sea", "Harbour dues"]
    assert (record.source, record.source_url) == ("The Harbour Gazette", "https://gazette.example/2014/lamp")
    assert (record.image, record.image_alt) == ("img/lamp.webp", "A lamp on a pier")


def test_a_slug_without_a_look_up_file_becomes_a_name_and_is_told():
    assert '"mira-de-wit (Mira de Wit)" has no look-up file' in told(reading_of(LAMP))


def test_the_body_is_clean_html_with_its_note_its_figure_and_its_table():
    assert html.clean(record_of(LAMP).body).html == (
        '<p>The lamp has burned since the strike.<sup class="fnref" id="fnref1">'
        '<a href="#fn1" rel="noopener">1</a></sup> See '
        '<a href="/posts/2013-05-01-ledger/#totals" rel="noopener">the ledger</a> and\n'
        '<a href="https://lantern.example/tables" rel="noopener">'
        "https://lantern.example/tables</a> (in English).</p>\n"
        '<figure><img src="/img/lamp.webp" alt="A lamp"><figcaption>'
        "The <em>lamp</em>, 2014</figcaption></figure>\n"
        "<aside><p><strong>Mind the step</strong></p>\n"
        "<p>The stairs are <strong>steep</strong>.</p>\n</aside>\n"
        "<table>\n<thead>\n<tr>\n<th>Year</th>\n<th>Oil</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>2013</td>\n"
        "<td>40</td>\n</tr>\n</tbody>\n</table>\n<p><s>Forty</s> Fifty barrels, said the keeper.</p>\n"
        '<ol class="footnotes">\n<li id="fn1" class="footnote"><p>Its oil is nobody’s budget. '
        '<a class="fn-back" href="#fnref1" rel="noopener">↩</a></p></li>\n</ol>\n'
    )


def test_template_code_that_is_not_understood_is_told_by_name():
    assert '"tide-clock (2)" is template code that is not understood' in told(reading_of(LAMP))


def test_the_kept_bytes_alone_make_the_same_record_again(tmp_path):
    first = reading_of(LAMP)
    path = written(tmp_path, first.data, "evidence")
    source = Source(path, first.source.name, context=first.context)
    (again,) = readers.read(source, first.format)
    assert again.record == first.record
    assert [str(fault) for fault in again.faults] == [str(fault) for fault in first.faults]


def test_takes_no_part_of_the_front_matter_for_an_article():
    for path in (
        SITE / "authors" / "tbrandt.md",
        SITE / "topics" / "sea-law.md",
        SITE / "posts" / "_index.md",
    ):
        assert list(readers.read(Source(path, path.as_posix()))) == []


def test_a_readme_and_a_licence_only_accompany_the_others(tmp_path):
    assert all_readings(written(tmp_path, "# How to use\n\nText.\n", "README.md")) == []
    assert all_readings(written(tmp_path, "Free to use.\n", "LICENSE.md")) == []


def test_reads_toml_and_holds_a_draft_back():
    record = record_of(SITE / "posts" / "2013-05-01-ledger.md")
    assert record.published.startswith("2013-05-01T23:30")
    assert record.state == "draft"
    assert names(record) == ["Ilse Voss"]


def test_reads_json_between_braces_and_between_fences(tmp_path):
    matter = '{\n  "title": "The Quay",\n  "date": "2014-12-02",\n  "tags": ["Trade"]\n}\n'
    path = written(tmp_path, f"{matter}\nThe *text*.\n", "a.md")
    assert format_of(path) == "markdown"
    assert record_of(path).title == "The Quay"
    assert record_of(path).body == "<p>The <em>text</em>.</p>\n"
    assert record_of(written(tmp_path, f"---json\n{matter}---\nText.\n", "b.md")).topics == ["Trade"]


@pytest.mark.parametrize(
    "before",
    [
        "\ufeff",
        "\n\n",
        "<!-- kept by hand -->\n",
        "<!-- kept\nby hand -->\n\n",
        "Last saved by the night desk\n\n",
    ],
)
def test_front_matter_is_found_behind_rubbish_which_is_told(tmp_path, before):
    path = written(tmp_path, f"{before}---\ntitle: The Quay\ndate: 2014-12-02\n---\nText.\n", "a.txt")
    assert format_of(path) == "markdown"
    reading = reading_of(path)
    assert reading.record.title == "The Quay"
    assert ("stood before the front matter" in told(reading)) == bool(before.strip("\ufeff\n"))


def test_line_ends_of_windows_are_read(tmp_path):
    path = written(
        tmp_path, "---\r\ntitle: The Quay\r\ntags:\r\n  - Trade\r\n---\r\nOne.\r\n\r\nTwo.\r\n", "a.md"
    )
    assert format_of(path) == "markdown"
    assert record_of(path).topics == ["Trade"]
    assert record_of(path).body == "<p>One.</p>\n<p>Two.</p>\n"


def test_front_matter_that_is_not_closed_ends_with_its_last_key(tmp_path):
    reading = reading_of(
        written(tmp_path, "---\ntitle: The Quay\ntags:\n  - Trade\n\nThe text: it stays.\n", "a.md")
    )
    assert reading.record.topics == ["Trade"]
    assert reading.record.body == "<p>The text: it stays.</p>\n"
    assert "is not closed" in told(reading)


def test_front_matter_without_its_first_fence_is_read(tmp_path):
    path = written(tmp_path, "title: The Quay\ndate: 2014/12/02 10:00\ntags: [Trade]\n---\nText.\n", "a.md")
    assert format_of(path) == "markdown"
    assert record_of(path).published.startswith("2014-12-02")


def test_the_header_lines_of_pelican_are_read(tmp_path):
    text = "Title: The Quay: a History\nDate: 2014-12-02 10:20\nCategory: Ports\n"
    text += "Authors: Ilse Voss; Mira de Wit\n\nText.\n"
    path = written(tmp_path, text, "a.md")
    assert format_of(path) == "markdown"
    record = record_of(path)
    assert record.title == "The Quay: a History"
    assert names(record) == ["Ilse Voss", "Mira de Wit"]
    assert record.topics == ["Ports"]


@pytest.mark.parametrize(
    "line",
    [
        "title: The Quay: a History",
        'title: "The Quay: a "History""',
        "title: [The Quay] a History",
        "title: *The Quay*",
    ],
)
def test_broken_yaml_is_read_line_by_line_and_told(tmp_path, line):
    reading = reading_of(
        written(tmp_path, f"---\n{line}\ntags: [Trade, Law]\nauthor: Ilse Voss\n---\nText.\n", "a.md")
    )
    assert "Quay" in reading.record.title
    assert reading.record.topics == ["Trade", "Law"]
    assert names(reading.record) == ["Ilse Voss"]
    assert "was read line by line" in told(reading)


def test_tabs_in_yaml_are_read_as_blanks_and_told(tmp_path):
    reading = reading_of(
        written(tmp_path, "---\ntitle: The Quay\ntags:\n\t- Trade\n\t- Law\n---\nText.\n", "a.md")
    )
    assert reading.record.topics == ["Trade", "Law"]
    assert "indented with tabs" in told(reading)


def test_of_a_key_that_is_given_twice_the_first_counts_and_it_is_told(tmp_path):
    reading = reading_of(written(tmp_path, "---\ntitle: The Quay\ntitle: Another\n---\nText.\n", "a.md"))
    assert reading.record.title == "The Quay"
    assert "is given twice in the front matter" in told(reading)


def test_aliases_of_yaml_are_never_followed(tmp_path):
    lines = ["title: The Quay", "a: &a [x, x]"]
    lines += [
        f"{chr(98 + number)}: &{chr(98 + number)} [*{chr(97 + number)}, *{chr(97 + number)}]"
        for number in range(20)
    ]
    matter = "\n".join(lines)
    reading = reading_of(written(tmp_path, f"---\n{matter}\ntags: *d\n---\nText.\n", "a.md"))
    assert reading.record.title == "The Quay"
    assert "is not followed" in told(reading)


def test_tags_of_yaml_make_no_objects(tmp_path):
    assert made(
        tmp_path, "title: !!python/object/apply:os.system ['true']\ndate: !!timestamp 2014-12-02"
    ).published


@pytest.mark.parametrize("value", ["0000-00-00", "2014-13-45", "soon", "2014-02-30 10:00:00 -0500"])
def test_what_is_no_date_is_told_and_the_article_kept(tmp_path, value):
    reading = reading_of(written(tmp_path, f"---\ntitle: The Quay\ndate: {value}\n---\nText.\n", "a.md"))
    assert reading.record.published == ""
    assert "is not a date" in told(reading)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2014-12-02", "2014-12-02"),
        ("2014-12-02 23:30:00 -0500", "2014-12-02T23:30:00-05:00"),
        ("2014-12-02T23:30:00+09:00", "2014-12-02T23:30:00+09:00"),
        ("2014-12-2", "2014-12-02"),
        ("2014/12/02", "2014-12-02"),
        ("December 2, 2014", "2014-12-02"),
        ("2014", "2014"),
    ],
)
def test_the_day_of_a_date_is_the_one_that_was_written(tmp_path, value, day):
    assert made(tmp_path, f"title: The Quay\ndate: {value}").published == day


def test_the_name_of_a_file_gives_a_date_that_is_only_inferred(tmp_path):
    reading = reading_of(written(tmp_path, "---\ntitle: The Quay\n---\nText.\n", "2014-12-02-the-quay.md"))
    assert reading.record.published == "2014-12-02"
    assert "published" in reading.inferred


@pytest.mark.parametrize(
    "line", ["draft: true", "published: false", "status: draft", "draft: Yes", "private: true"]
)
def test_what_the_site_did_not_show_is_held_back(tmp_path, line):
    assert made(tmp_path, f"title: The Quay\n{line}").state == "draft"


@pytest.mark.parametrize(
    "line", ["draft: false", "published: true", "status: published", "published: 2014-12-02"]
)
def test_what_the_site_showed_is_not_held_back(tmp_path, line):
    assert made(tmp_path, f"title: The Quay\n{line}").state == ""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("author: Ilse Voss", ["Ilse Voss"]),
        ("author: Voss, Ilse", ["Voss, Ilse"]),
        ("authors: Ilse Voss, Mira de Wit", ["Ilse Voss", "Mira de Wit"]),
        ("authors: [Ilse Voss, Mira de Wit]", ["Ilse Voss", "Mira de Wit"]),
        ("author: Ilse Voss and Mira de Wit", ["Ilse Voss", "Mira de Wit"]),
        ("author:\n  name: Ilse Voss\n  email: i@a.example", ["Ilse Voss"]),
        (
            "authors:\n  - name: Ilse Voss\n    role: Fellow\n  - mira-brandt-okafor",
            ["Ilse Voss", "Mira Brandt Okafor"],
        ),
        ("author: Mira Brandt-Okafor", ["Mira Brandt-Okafor"]),
        ("byline: Reuters", ["Reuters"]),
    ],
)
def test_authors_are_read_however_they_are_written(tmp_path, lines, expected):
    assert names(made(tmp_path, f"title: The Quay\n{lines}")) == expected


@pytest.mark.parametrize(
    "lines",
    ["tags: Trade, Law", "tags: [Trade, Law]", "tags:\n  - Trade\n  - Law", "categories: Trade\ntags: Law",
     "taxonomies:\n  tags: [Trade, Law]", "keywords: Trade; Law", "categories: [[Trade, Law]]"],
)  # fmt: skip
def test_topics_are_read_however_they_are_written(tmp_path, lines):
    assert sorted(made(tmp_path, f"title: The Quay\n{lines}").topics) == ["Law", "Trade"]


def test_names_come_from_a_data_file_beside_the_posts(tmp_path):
    (tmp_path / "_data").mkdir()
    (tmp_path / "_posts").mkdir()
    written(tmp_path / "_data", "ivoss:\n  name: Ilse Voss\n  position: Director\n", "authors.yml")
    record = record_of(
        written(
            tmp_path / "_posts", "---\ntitle: The Quay\nauthor: ivoss\n---\nText.\n", "2014-12-02-quay.md"
        )
    )
    assert (record.authors[0].name, record.authors[0].position) == ("Ilse Voss", "Director")


@pytest.mark.parametrize(
    ("lines", "image", "alt"),
    [
        ("image: img/a.webp", "img/a.webp", ""),
        ("cover:\n  image: /img/a.webp\n  alt: A quay", "img/a.webp", "A quay"),
        ("featured_image: ./a.webp\nimage_alt: A quay", "a.webp", "A quay"),
        ("heroImage: https://a.example/a.webp", "https://a.example/a.webp", ""),
    ],
)
def test_the_picture_is_found_under_its_many_keys(tmp_path, lines, image, alt):
    record = made(tmp_path, f"title: The Quay\n{lines}")
    assert (record.image, record.image_alt) == (image, alt)


def test_a_picture_is_found_in_the_folder_for_static_files_within_what_staff_gave(tmp_path):
    site = tmp_path / "site"
    (site / "static" / "img").mkdir(parents=True)
    (site / "content" / "posts").mkdir(parents=True)
    written(site, "", "hugo.toml")
    written(site / "static" / "img", b"picture", "a.webp")
    written(site / "content" / "posts", "---\ntitle: The Quay\n---\nText.\n", "a.md")
    written(tmp_path, "secret", "secret.txt")
    for folder, found in ((site / "content", None), (site, b"picture")):
        (source,) = (one for one in find_sources([folder]) if one.path.name == "a.md")
        (reading,) = readers.read(source)
        assert reading.record.id == "posts/a"
        assert reading.companion("/img/a.webp") == found
        assert reading.companion("../../../secret.txt") is None


def test_titles_and_decks_lose_their_markup_and_keep_their_words(tmp_path):
    record = made(tmp_path, "title: The <em>Quay</em> &amp; **Pier**\nsummary: A `quay` for &#8217;forty")
    assert record.title == "The Quay & Pier"
    assert record.deck == "A quay for ’forty"


def test_a_piece_that_points_elsewhere_is_an_article_of_its_outlet(tmp_path):
    reading = reading_of(
        written(tmp_path, "---\ntitle: The Quay\nsource_url: https://gazette.example/quay\n---\n", "a.md")
    )
    assert (reading.record.source, reading.record.body) == ("gazette.example", "")
    assert "given without the outlet's name" in told(reading)


def test_a_title_alone_is_rejected_with_the_reason(tmp_path):
    reading = reading_of(written(tmp_path, "---\ntitle: The Quay\ndeck: Of stone\n---\n", "a.md"))
    assert reading.record is None
    assert "is missing, and so is an outlet" in told(reading)


def test_two_files_of_one_slug_are_two_records(tmp_path):
    for year in ("2013", "2014"):
        (tmp_path / year).mkdir()
        written(tmp_path / year, "---\ntitle: The Quay\nslug: quay\n---\nText.\n", "quay.md")
    identities = {reading.record.id for one in find_sources([tmp_path]) for reading in readers.read(one)}
    assert len(identities) == 2


def test_staff_maps_keys_of_its_own(tmp_path):
    path = written(tmp_path, "---\ntitle: The Quay\nfachgebiet: Trade\n---\nText.\n", "a.md")
    mapping = {"fields": {"fachgebiet": {"to": "programs", "split": ";"}}, "constants": {"language": "de"}}
    (reading,) = readers.read(Source(path, path.name, context={"map": mapping}))
    assert reading.record.programs == ["Trade"]
    assert reading.record.language == "de"


def test_is_not_taken_for_a_capture_nor_a_capture_for_it():
    for path in SAMPLES.glob("*.txt"):
        assert format_of(path) == "captures"


@pytest.mark.parametrize(
    "text",
    [
        "The Quay\n\nA line of text.\n\n---\n\nSource: Getty\nNext: Another page\n",
        "name,date\n---,2014\n",
        "<!DOCTYPE html>\n<p>x</p>\n---\ntitle: x\n---\n",
        "# A heading\n\nMarkdown without front matter.\n",
        '{"title": "x", "date": "2014", "body": "y"}\n{"title": "z"}\n',
    ],
)
def test_leaves_other_texts_to_other_readers(tmp_path, text):
    assert format_of(written(tmp_path, text, "page.md")) != "markdown"


def test_markdown_without_front_matter_is_read_when_the_format_is_named(tmp_path):
    path = written(tmp_path, "Just *text*.\n", "2014-12-02-the-quay.md")
    (reading,) = readers.read(Source(path, path.name), "markdown")
    assert "title is missing" in told(reading)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = written(tmp_path, "---\ntitle: x\n---\n".ljust(17_000_000), "a.md")
    assert "has 17,000,000 bytes" in told(reading_of(path))


def test_the_address_a_file_was_captured_from_is_its_identity(tmp_path):
    path = written(tmp_path, "---\ntitle: The Quay\n---\nText.\n", "a.md")
    record = record_of(path, "https://lantern.example/quay")
    assert (record.id, record.url) == ("", "https://lantern.example/quay")


def test_a_reading_is_the_same_wherever_its_look_up_files_have_gone():
    reading = reading_of(LAMP)
    source = dataclasses.replace(reading.source, path=SITE / "nowhere" / "a.md", context=reading.context)
    assert source.context["names"]["authors"]["tbrandt"] == {"name": "Tomás Brandt"}
