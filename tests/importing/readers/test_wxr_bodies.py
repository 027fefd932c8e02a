"""Content of WordPress to clean HTML: paragraphs, shortcodes, blocks, notes; no word of it is lost."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing.readers.wxr.paragraphs import paragraphs
from archive.text import html
from tests.importing.readers.reading import SAMPLES
from tests.importing.readers.wordpress import HOME, attachment, export, post, readings, record, said


def shown(folder: Path, content: str, *items: str, **values) -> str:
    """Return the body as it will be stored, without the line breaks between blocks."""
    body = html.clean(record(folder, post(content, **values), *items).body).html
    return re.sub(r"\s*\n\s*", "", body).replace(' rel="noopener"', "")


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("One\n\nTwo\nlines", "<p>One</p><p>Two<br>lines</p>"),
        ("One\r\n\r\nTwo", "<p>One</p><p>Two</p>"),
        ("<p>One</p>\nTwo", "<p>One</p><p>Two</p>"),
        ("<pre>a\n\n  b</pre>\nTwo", "<pre>a\n\n  b</pre><p>Two</p>"),
        ("<blockquote>One\n\nTwo</blockquote>", "<blockquote><p>One</p><p>Two</p></blockquote>"),
        ("<ul>\n<li>One</li>\n\n<li>Two</li>\n</ul>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<table>\n<tr>\n<td>One</td>\n</tr>\n</table>", "<table><tr><td>One</td></tr></table>"),
        ("<h2>Head</h2>\nText", "<h2>Head</h2><p>Text</p>"),
        ("One<br /><br />Two", "<p>One</p><p>Two</p>"),
        ("<em>One\n\nTwo</em> three", "<p><em>One</em></p><p><em>Two</em> three</p>"),
        ("3 < 4 and 5 > 4", "<p>3 < 4 and 5 > 4</p>"),
        ("One\n&nbsp;\n\nTwo", "<p>One<br>&nbsp;</p><p>Two</p>"),
        ("<div>\n\nOne\n\n</div>", "<div><p>One</p></div>"),
    ],
)
def test_makes_paragraphs_of_empty_lines(typed, made):
    found = re.sub(r"(?<=[>])\n(?=<)|(?<=<br>)\n", "", paragraphs(typed))
    assert found == made


PARTS = (
    "a|b c|\n|\n\n|<p>|</p>|<div>|</div>|<em>|</em>|<li>|<pre>|</pre>|<br>|<!-- x -->|<a href='x'>|</a>|<|& "
)


@given(st.lists(st.sampled_from(PARTS.split("|")), max_size=30))
def test_loses_no_letter_in_making_paragraphs(parts):
    source = "".join(part for part in parts if part != "<!-- x -->")
    before, after = (re.sub(r"<[^<>]*>|\s", "", text) for text in (source, paragraphs("".join(parts))))
    assert before == after


@pytest.mark.parametrize(
    "prose",
    [
        "[1]", "[sic]", "[Editor’s note: no.]", "[...]", "[emphasis added]", "[the Court's]", "[self-styled]",
        "a[0]", "[Video]", "[quote]", "[see note 3, above]", "[http://a.example]",
    ],
)  # fmt: skip
def test_leaves_prose_in_brackets_alone(tmp_path: Path, prose):
    (reading,) = readings(tmp_path, export(post(f"He said {prose} and left.")))
    assert f"He said {prose} and left." in html.to_text(reading.record.body)
    assert reading.faults == []


def test_makes_a_figure_of_a_caption(tmp_path: Path):
    image = '<img src="https://lantern.example/p.jpg" alt="A pier" />'
    new = f'[caption id="attachment_5" width="300"]<a href="/p">{image}</a> The <em>pier</em>[/caption]Text'
    assert shown(tmp_path, new) == (
        f'<figure><a href="{HOME}/p"><img src="https://lantern.example/p.jpg" alt="A pier"></a>'
        "<figcaption>The <em>pier</em></figcaption></figure><p>Text</p>"
    )
    old = f'[caption width="300" caption="The pier [at dusk]"]{image}[/caption]'
    assert "<figcaption>The pier [at dusk]</figcaption>" in shown(tmp_path, old)


def test_shows_the_pictures_of_a_gallery_from_the_attachments(tmp_path: Path):
    pictures = (
        attachment(50, f"{HOME}/a.jpg", alt="First", excerpt="One", post_parent=7, menu_order=2),
        attachment(51, f"{HOME}/b.jpg", alt="Second", post_parent=7, menu_order=1),
        attachment(52, f"{HOME}/c.jpg", alt="Third", post_parent=8),
    )
    named = shown(tmp_path, 'Look:\n\n[gallery ids="52,50"]', *pictures)
    assert re.findall(r'alt="(\w+)"', named) == ["Third", "First"]
    assert "<figcaption>One</figcaption>" in named
    own = shown(tmp_path, "[gallery]", *pictures)
    assert re.findall(r'alt="(\w+)"', own) == ["Second", "First"]


def test_lists_a_gallery_that_the_export_does_not_hold(tmp_path: Path):
    found = readings(tmp_path, export(post('Look:\n\n[gallery ids="1,2"]')))
    assert '"[gallery]" has shortcodes' in said(found)
    assert '"1, 2" is the number of a picture or file that the export does not hold' in said(found)


@pytest.mark.parametrize(
    ("player", "address"),
    [
        ("[youtube dQw4w9WgXcQ]", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("[youtube=http://www.youtube.com/watch?v=abc123]", "http://www.youtube.com/watch?v=abc123"),
        ("[embed width=500]https://vimeo.com/77[/embed]", "https://vimeo.com/77"),
        ("[vimeo 77 w=400]", "https://vimeo.com/77"),
        ('[audio mp3="https://a.example/t.mp3"][/audio]', "https://a.example/t.mp3"),
        ("[audio https://a.example/t.mp3|titles=Talk]", "https://a.example/t.mp3"),
        ('[video src="https://a.example/t.mp4"]', "https://a.example/t.mp4"),
        ("https://youtu.be/abc123", "https://youtu.be/abc123"),
        (
            '<iframe src="//www.youtube.com/embed/abc123?rel=0"></iframe>',
            "https://www.youtube.com/watch?v=abc123",
        ),
        ('<iframe src="https://player.vimeo.com/video/77"></iframe>', "https://vimeo.com/77"),
        ('<video controls><source src="https://a.example/t.mp4"></video>', "https://a.example/t.mp4"),
        ('<object><param name="movie" value="https://a.example/f.swf"></object>', "https://a.example/f.swf"),
    ],
)
def test_links_to_what_a_player_plays(tmp_path: Path, player, address):
    found = shown(tmp_path, f"Before.\n\n{player}\n\nAfter.")
    assert found == f'<p>Before.</p><p><a href="{address}">{address}</a></p><p>After.</p>'


@pytest.mark.parametrize(
    "form", ["[footnote]{}[/footnote]", "[ref]{}[/ref]", "[efn_note]{}[/efn_note]", " (({}))"]
)
def test_gathers_notes_at_the_end_with_their_back_links(tmp_path: Path, form):
    found = shown(tmp_path, f"The lamp burns{form.format('See the <em>report</em>.')} and burns.")
    blank = " " if form[0] == " " else ""
    assert found == (
        f'<p>The lamp burns{blank}<sup class="fnref"><a href="#fn1" id="fnref1">1</a></sup> and burns.</p>'
        '<section class="footnotes"><ol><li id="fn1">See the <em>report</em>. '
        '<a class="fn-back" href="#fnref1">↩</a></li></ol></section>'
    )


@pytest.mark.parametrize(
    "prose", ["((a+b)*(c+d))", "(he said (twice (or so)))", "if ((x == y) && (z == w))", "((brackets))"]
)
def test_takes_brackets_within_brackets_for_no_notes(tmp_path: Path, prose):
    assert "footnotes" not in shown(tmp_path, f"He wrote {prose} there.")


def test_takes_quotes_and_pulled_quotes(tmp_path: Path):
    assert shown(tmp_path, '[quote author="A. Moor"]Oil is dear.[/quote]') == (
        "<blockquote><p>Oil is dear.</p><p><cite>A. Moor</cite></p></blockquote>"
    )
    assert shown(tmp_path, "[pullquote]Oil is dear.[/pullquote]") == (
        '<aside class="pullquote"><p>Oil is dear.</p></aside>'
    )


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("[vc_row][vc_column width='1/2'][vc_text]\nOne\n\nTwo\n[/vc_text][/vc_column][/vc_row]",
         "<p>One</p><p>Two</p>"),
        ('[et_pb_section admin_label="x"][et_pb_text]<p>One</p>[/et_pb_text][/et_pb_section]', "<p>One</p>"),
        ('[su_spoiler title="Why?"]Because.[/su_spoiler]', "<h3>Why?</h3><p>Because.</p>"),
        ("[dropcap]T[/dropcap]he lamp", "<p>The lamp</p>"),
        ('[vc_custom_heading text="Oil" font_container="tag:h2|text_align:left"]', "<h2>Oil</h2>"),
        ('[su_button url="https://a.example"]Go[/su_button]', '<p><a href="https://a.example">Go</a></p>'),
        (f"[vc_raw_html]{base64.b64encode(quote('<p>A</p>').encode()).decode()}[/vc_raw_html]", "<p>A</p>"),
        ("One\n\n[divider]\n\nTwo", "<p>One</p><hr><p>Two</p>"),
        ("[code]if (a < b) [x][/code]", "<pre>if (a &lt; b) [x]</pre>"),
        ("[[gallery]] is a shortcode", "<p>[gallery] is a shortcode</p>"),
    ],
)  # fmt: skip
def test_keeps_what_wrappers_enclose(tmp_path: Path, typed, made):
    (reading,) = readings(tmp_path, export(post(typed)))
    assert (
        re.sub(r"\s*\n\s*", "", html.clean(reading.record.body).html).replace(' rel="noopener"', "") == made
    )
    assert reading.faults == []


def test_keeps_what_unknown_shortcodes_enclose_and_says_their_names(tmp_path: Path):
    text = 'A [zebra]striped[/zebra] word, [my_form id="3"] and [chart title="Oil prices" type="bar"].'
    (reading,) = readings(tmp_path, export(post(text)))
    assert html.to_text(reading.record.body) == "A striped word, and \nOil prices\n.".replace(" \n", "\n")
    for name in ("[zebra]", "[my_form]", "[chart]"):
        assert name in said([reading])


def test_reads_no_shortcodes_in_code(tmp_path: Path):
    assert '[gallery ids="1"]' in shown(tmp_path, '<pre>[gallery ids="1"]</pre>')


def test_drops_the_marks_of_pages_and_teasers(tmp_path: Path):
    assert shown(tmp_path, "One<!--more Read on-->\n\nTwo\n\n<!--nextpage-->\n\nThree") == (
        "<p>One</p><p>Two</p><p>Three</p>"
    )


def test_reads_blocks_for_what_they_hold(tmp_path: Path):
    content = (SAMPLES / "wordpress-blocks.html").read_text()
    found = shown(tmp_path, content)
    assert found == (
        "<p>Oneline</p><div><div><h2>Head</h2></div></div>"
        '<aside class="pullquote"><p>Dear oil</p><cite>Moor</cite></aside>'
        '<p><a href="https://youtu.be/abc">https://youtu.be/abc</a></p>'
        '<p><a href="https://a.example/r.pdf">The report</a></p>'
        "<p>Old content</p><p>of two paragraphs</p><blockquote><p>Said</p></blockquote>"
    )


def test_reads_the_notes_of_the_block_editor(tmp_path: Path):
    content = (
        '<!-- wp:paragraph --><p>Oil<sup data-fn="ab-1" class="fn"><a href="#ab-1" id="ab-1-link">1</a>'
        "</sup></p><!-- /wp:paragraph --><!-- wp:footnotes /-->"
    )
    notes = [{"id": "ab-1", "content": "See <em>Oil</em>."}, {"id": "cd-2", "content": "A lost note."}]
    found = shown(tmp_path, content, meta={"footnotes": json.dumps(notes)})
    assert '<p>Oil<sup class="fnref"><a href="#fn1" id="fnref1">1</a></sup></p>' in found
    assert '<li id="fn1">See <em>Oil</em>. <a' in found
    assert "A lost note." in found


def test_resolves_reusable_blocks_from_the_same_export(tmp_path: Path):
    block = post(
        "<!-- wp:paragraph --><p>Shared words</p><!-- /wp:paragraph -->", post_id=60, post_type="wp_block"
    )
    loop = post('<!-- wp:block {"ref":61} /-->', post_id=61, post_type="wp_block")
    assert shown(tmp_path, '<!-- wp:block {"ref":60} /-->', block) == "<p>Shared words</p>"
    found = readings(tmp_path, export(post('Text <!-- wp:block {"ref":61} /-->'), loop))
    assert '"block" has blocks that keep nothing in the export' in said(found)


def test_keeps_the_texts_of_blocks_without_html_and_says_their_names(tmp_path: Path):
    data = {
        "name": "acf/fact",
        "data": {"heading": "Oil is dear", "_heading": "field_1", "colour": "Dark red"},
    }
    content = f"<p>Text</p><!-- wp:acf/fact {json.dumps(data)} /--><!-- wp:latest-posts /-->"
    (reading,) = readings(tmp_path, export(post(content)))
    assert html.to_text(reading.record.body) == "Text\nOil is dear"
    assert "acf/fact" in said([reading])
    assert "latest-posts" in said([reading])


def test_gives_pictures_the_alternative_text_of_the_library(tmp_path: Path):
    content = '<img class="alignleft wp-image-50" src="https://lantern.example/a-300.jpg" alt="" />'
    found = shown(tmp_path, content, attachment(50, f"{HOME}/a.jpg", alt="A pier"))
    assert 'alt="A pier"' in found


def test_writes_out_addresses_that_are_relative_to_the_page(tmp_path: Path):
    found = shown(tmp_path, '<a href="/about/">About</a> <img src="p.jpg" alt="x"> <a href="#n">n</a>')
    assert f'href="{HOME}/about/"' in found
    assert f'src="{HOME}/2014/12/pier-lamp/p.jpg"' in found
    assert 'href="#n"' in found


@pytest.mark.parametrize(
    "hostile",
    [
        "<!--", "<!-- wp:a ", "[a ", '[a b="', "((", "[a]", "<pre>", "[code]", "<video>", "<em>", "<div></p>",
        "<sup data-fn='a'>", "<a ", "<a '", "[gallery]", "<!-- wp:p -->", "[a]x[/a]",
    ],
)  # fmt: skip
def test_takes_no_longer_than_the_text_is_long(tmp_path: Path, hostile):
    started = time.perf_counter()
    readings(tmp_path, export(post(f"Words.\n\n{hostile * 50_000}")))
    assert time.perf_counter() - started < 30


def test_gives_up_what_encloses_without_end_and_keeps_its_words(tmp_path: Path):
    found = shown(tmp_path, "[quote]" * 5_000 + "Words." + "[/quote]" * 5_000)
    assert "Words." in found
