"""What legacy pages have is put right: entities, encodings, breaks, Word; what is right stays as it is."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.html import LARGEST, HtmlRefused, clean
from archive.text.repairs import mend_text

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>The quay&amp;#8217;s lamp</p>", "<p>The quay’s lamp</p>"),
        ("<p>90&amp;nbsp;ans</p>", f"<p>90{NBSP}ans</p>"),
        ("<p>Ships &amp;amp; Sons &amp;amp;amp; Heirs</p>", "<p>Ships &amp; Sons &amp; Heirs</p>"),
        ("<p>a &amp;lt; b &amp;amp;lt; c</p>", "<p>a &lt; b &lt; c</p>"),
        ("<p>&amp;#x2019; &amp;ldquo;so&amp;rdquo; &amp;eacute;</p>", "<p>’ “so” é</p>"),
        ("<p>A&amp;B; &amp;nothing; ?a=1&amp;copy=2</p>", "<p>A&amp;B; &amp;nothing; ?a=1&amp;copy=2</p>"),
        (
            "<p><code>&amp;nbsp;</code></p><pre>&amp;amp;</pre>",
            "<p><code>&amp;nbsp;</code></p><pre>&amp;amp;</pre>",
        ),
        ('<p title="a &amp;amp; b">x</p>', '<p title="a &amp;amp; b">x</p>'),
    ],
)
def test_entities_that_were_encoded_twice_become_the_signs_that_were_meant(html, cleaned):
    assert clean(html).html == cleaned


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("The quayâ€™s â€œlampâ€\x9d â€” lit", "The quay’s “lamp” — lit"),
        ("cafÃ© crÃ¨me, EspaÃ±a, Ã‰TAT, 90Â\u00a0ans, Â£5", f"café crème, España, ÉTAT, 90{NBSP}ans, £5"),
        ("fÃ¼r â‚¬5 â„¢", "für €5 ™"),
        ("\xe2\x80\x99tis \xe2\x80\x9cso\xe2\x80\x9d", "’tis “so”"),
        ("Ã¢â‚¬â„¢", "’"),
        ("ÐœÐ¸Ñ€ Ð¸ Ð²Ð¾Ð¹Ð½Ð°", "Мир и война"),
        ("ÙˆØ§Ù„Ø³Ù„Ø§Ù… Ø¨ÙŠÙ†Ù†Ø§", "والسلام بيننا"),
        ("РњРёСЂ Рё вЂњРІРѕР№РЅР°вЂќ", "Мир и “война”"),
        ("Å‚Ã³dÅº jest", "łódź jest"),
        ("Viá»‡t Nam", "Việt Nam"),
        ("ä¸­æ–‡ å­—", "中文 å­—"),
        ("ï»¿The quay ðŸ˜€", "The quay 😀"),
        ("\x93So\x94 \x96 it\x92s", "“So” – it’s"),
    ],
)
def test_signs_of_a_wrong_encoding_are_put_right(broken, meant):
    assert mend_text(broken) == meant.replace("\u00ad", "")
    assert clean(f"<p>{broken}</p>").text == meant.replace("\u00ad", "").replace("  ", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Việt Nam, TỔ QUỐC, Â-U LẠC, ấy là “â”",
        "Łódź, Kraków, żółć – „cytat”",
        "مع السلامة، «السلام»",
        "“AMANHÃ” – IRMÃ’S, SÃO, Ã, Â",
        "Русский язык: СССР, РОССИЯ, „С…“ «Р»",
        "På Å” – Ålesund’s Ärger… Öl",
        "olá» é’ à” œuvre â",
        "中文，日本語、한국어",
        "Ça va ? – Où ? « là »",
        "naïve façade, Zoë’s",
        "Þórður Ðórarinsson",
        "ÎÏÐ ×2 ØRE",
    ],
)
def test_what_is_right_is_never_harmed(text):
    assert mend_text(text) == text
    assert clean(f"<p>{text}</p>").html == f"<p>{text}</p>"


def test_hidden_hyphens_and_blanks_go_and_joiners_stay():
    assert clean("<p>Ge\u00admein\u200bwohl &shy;x</p>").html == "<p>Gemeinwohl x</p>"
    kept = "می\u200cخواهم 👩\u200d🔬 ภาษา\u200bไทย"
    assert clean(f"<p>{kept}</p>").text == kept


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>One<br><br>Two</p>", "<p>One</p><p>Two</p>"),
        ("One<br />\n&nbsp;<br>Two<br>line<br><br><br>Three", "<p>One</p><p>Two<br>line</p><p>Three</p>"),
        ("<div>One<br><br><b>Two<br><br>Three</b></div>",
         "<div><p>One</p><p><b>Two</b></p><p><b>Three</b></p></div>"),
        ('<p lang="ar" dir="rtl" id="a">x<br><br>y</p>',
         '<p lang="ar" dir="rtl" id="a">x</p><p lang="ar" dir="rtl">y</p>'),
        ("<p>Rose<br>is<br>a rose</p>", "<p>Rose<br>is<br>a rose</p>"),
        ("<pre>a<br><br>b</pre>", "<pre>a<br><br>b</pre>"),
        ("<ul><li>a<br><br>b</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<p>a<br><br></p>", "<p>a</p>"),
        ('<p>x<br><br><a href="/y">y<br><br>z</a></p>',
         '<p>x</p><p><a href="/y" rel="noopener">y</a></p><p><a href="/y" rel="noopener">z</a></p>'),
    ],
)  # fmt: skip
def test_runs_of_breaks_become_paragraphs(html, cleaned):
    assert clean(html).html == cleaned


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>a</p><p>&nbsp;</p><p><br></p><p> <b></b></p><p>b</p>", "<p>a</p><p>b</p>"),
        ('<p id="n1"></p><p>a</p>', '<p id="n1"></p><p>a</p>'),
        ('<p><img src="/a.webp" alt=""></p>', '<p><img src="/a.webp" alt=""></p>'),
        ("<p><b>A line in bold</b></p><p>b</p>", "<p><b>A line in bold</b></p><p>b</p>"),
    ],
)
def test_paragraphs_that_only_make_room_go(html, cleaned):
    assert clean(html).html == cleaned


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<b><h2>Title</h2></b>", "<h2>Title</h2>"),
        ("<h3><strong>Title</strong></h3>", "<h3>Title</h3>"),
        ("<h3><strong>Title</strong> of a part</h3>", "<h3><strong>Title</strong> of a part</h3>"),
        ('<font color="#000" size="2"><p>a</p></font>', "<p>a</p>"),
        ("<center><p>a</p></center>", "<div><p>a</p></div>"),
        (
            "<table width=600><tr><td><p>One</p><p>Two</p></td></tr></table>",
            "<div><p>One</p><p>Two</p></div>",
        ),
        ("<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>", "<div><div>a</div></div>"),
        ("<table><tr><th>a</th></tr></table>", "<table><tbody><tr><th>a</th></tr></tbody></table>"),
        (
            "<table><tr><td>1</td><td>2</td></tr></table>",
            "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        ),
    ],
)
def test_what_is_only_looks_is_taken_away_and_its_content_kept(html, cleaned):
    assert clean(html).html == cleaned


WORD_LIST = """
<p class=MsoNormal style='mso-margin-top-alt:auto'>Before<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if
!supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Oil<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><!--[endif]-->of <b>whales</b></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>2.<span>&nbsp;
</span></span>of stone</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if
!supportLists]>·&nbsp;<![endif]>Wicks</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>In <st1:place w:st="on"><st1:City>Aldermoor</st1:City></st1:place></p>
"""


def test_the_lists_of_word_become_lists():
    cleaned = clean(WORD_LIST)
    assert "".join(cleaned.html.split("\n")) == (
        "<p>Before</p><ul><li>Oil<ol><li>of <b>whales</b></li><li>of stone</li></ol></li><li>Wicks</li></ul>"
        "<p>In Aldermoor</p>"
    )
    assert cleaned.losses == ()


def test_a_paragraph_of_word_without_a_sign_of_a_list_stays_a_paragraph():
    assert clean("<p style='mso-list:l0 level1 lfo1'>1. Oil</p>").html == "<p>1. Oil</p>"


def test_islands_of_xml_and_conditional_comments_are_no_text():
    html = (
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
        "<xml><w:LatentStyles>X-NONE</w:LatentStyles></xml><p>Text<![if !vml]> stays<![endif]></p>"
    )
    assert clean(html).html == "<p>Text stays</p>"


def test_the_notes_of_word_lead_there_and_back():
    html = (
        '<p>Oil<a href="file:///C:/docs/lamp.htm#_ftn1" name="_ftnref1" title="">'
        "<span class=MsoFootnoteReference>[1]"
        "</span></a></p><div id=ftn1><p class=MsoFootnoteText>"
        '<a href="lamp.htm#_ftnref1" name="_ftn1">[1]</a> Note.</p></div>'
    )
    assert clean(html).html == (
        '<p>Oil<a href="#_ftn1" id="_ftnref1" title="" rel="noopener"><span>[1]</span></a></p>'
        '<div id="ftn1"><p><a href="#_ftnref1" id="_ftn1" rel="noopener">[1]</a> Note.</p></div>'
    )


GOLDEN = [
    '<p>Oil<sup id="fnref-7-1"><a href="#fn-7-1" rel="noopener">1</a></sup></p><ol><li id="fn-7-1">Note. '
    '<a href="#fnref-7-1" rel="noopener">↩</a></li></ol>',
    '<p>Oil<a id="footnoteref1_ab" title="Note." href="#footnote1_ab" rel="noopener">1</a></p>'
    '<ul class="footnotes"><li class="footnote" id="footnote1_ab">'
    '<a href="#footnoteref1_ab" rel="noopener">1.</a> Note.'
    "</li></ul>",
    '<blockquote cite="https://a.example/x"><p>So it ended.</p><p><cite>The Keeper</cite></p></blockquote>',
    '<figure><img src="/a.webp" alt="Pier"><figcaption>The pier<br>at night</figcaption></figure>',
    '<table><caption>Oil</caption><thead><tr><th scope="col">Year</th></tr></thead><tbody><tr>'
    '<th scope="row">2013</th>'
    '</tr><tr><td colspan="2">40</td></tr></tbody></table>',
    '<p lang="ar" dir="rtl">نص <span lang="en" dir="ltr">text</span></p>',
    "<p>H<sub>2</sub>O, E = mc<sup>2</sup></p>",
    "<p>Line one<br>\nline two<br>\nline three</p>",
]


@pytest.mark.parametrize("html", GOLDEN)
def test_what_scholarship_needs_survives_every_repair(html):
    assert clean(html).html == html
    assert clean(html).losses == ()


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Ships &amp; Sons", "Ships & Sons"),
        ("The quay&#8217;s lamp", "The quay’s lamp"),
        ("AT&amp;amp;T", "AT&T"),
        ("R&D; S&P 500 & more", "R&D; S&P 500 & more"),
        ("a&nbsp;b", f"a{NBSP}b"),
        ("Inès Oâ€™Hara", "Inès O’Hara"),
        ("JosÃ© MarÃ­a", "José María"),
        ("&#0;&#xD800;x", "&#0;&#xD800;x"),
        ("", ""),
    ],
)
def test_titles_and_names_are_mended_as_plain_text(text, mended):
    assert mend_text(text) == mended


@given(st.text(st.sampled_from("&amp;#38xnbsquot;ltÃÂ©âžÐ°Ñ€™œ\x93\u00ad\u200bA "), max_size=40))
def test_mending_what_is_mended_changes_nothing(text):
    assert mend_text(mend_text(text)) == mend_text(text)


PIECES = st.sampled_from([
    "<p>", "</p>", "<br>", "<br><br>", "<b>", "</b>", '<a href="/x">', "</a>", "<div>", "</div>",
    "<table><tr><td>",
    "</td></tr></table>", "<td>", "<tr>", "<pre>", "</pre>", "<code>", "</code>", "<li>", "<ul>",
    "</ul>", "&nbsp;",
    "&amp;", "amp;", "nbsp;", "#8217;", "lt;", "<h2>", "</h2>", "<span>", "</span>", "x", "Ã©",
    "â€™", "\x93", "\u00ad",
    "\u200b", " ", "\n", '<p id="n">', '<i lang="fr">', "</i>", "<blockquote>", "</blockquote>",
    "<th>", "<caption>",
    "<p style='mso-list:l0 level1 lfo1'>", "<![if !supportLists]>1.<![endif]>", "<xml>", "</xml>",
    "#_ftn1", "38;",
])  # fmt: skip
SOUP = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=600)
@given(SOUP)
def test_cleaning_what_is_repaired_changes_nothing(html):
    once = clean(html)
    again = clean(once.html)
    assert again.html == once.html
    assert again.text == once.text


BLOCKS = st.sampled_from([
    "<p>", "</p>", "<br><br>", "<b>", "</b>", "<div>", "</div>", "<td>", "<table>", "<tr>", "</table>",
    "<li>", "<h2>", "</h2>", "one ", "two ", "three ", "&nbsp;",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(BLOCKS, max_size=30).map("".join))
def test_no_word_is_lost_by_repairs(html):
    assert [loss for loss in clean(html).losses if " lost: " in loss] == []


@pytest.mark.parametrize(
    "html",
    [
        "&amp;" * 400_000,
        "&amp;amp;#" * 200_000,
        "&amp;#9" * 250_000 + ";" * 100_000,
        "<br>" * 500_000,
        "<b>" * 150 + "x<br><br>" * 200_000,
        '<p title="' + "x" * 900_000 + '">' + "y<br><br>" * 120_000,
        "<p>" + "\u00a0" * 1_900_000,
        "<p> " * 450_000,
        "<b> " * 199 + " " * 1_900_000,
        "<table><tr><td>" * 60 + "x" + "<table><tr><td>x</table>" * 80_000,
        "Ã" * 1_900_000,
        "â€" * 900_000,
        "Ð°" * 900_000,
        "РС" * 900_000,
        "á»" * 900_000,
        "<p style='mso-list:l0 level1 lfo1'>" * 50_000,
        "<p style='mso-list:l0 level1 lfo1'><![if !supportLists]>" * 30_000,
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>" * 25_000,
        "<p mso-" + "mso-list:l0 " * 150_000,
        "<xml>" * 350_000,
        "<![if !supportLists]>" * 90_000 + "mso-list",
        "<h2><b>" * 250_000,
        "<b><h2>" * 90 + "</h2>" * 300_000,
        ' href="' * 200_000 + "#_ftn1",
        "<a href=" + "x" * 1_800_000 + "#_ftn1>",
    ],
    ids=lambda html: html[:24].strip(),
)
def test_repairs_of_two_megabytes_take_seconds_at_most(html):
    began = time.process_time()
    with contextlib.suppress(HtmlRefused):
        assert len(clean(html[:LARGEST]).html) < 5 * LARGEST
    mend_text(html)
    assert time.process_time() - began < 10
