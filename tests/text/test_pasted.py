"""What a clipboard holds comes out as the archive writes it: Word's, Google Docs' and LibreOffice's HTML."""

import pytest

from archive.text.html import HtmlRefused, clean
from archive.text.pasted import clean_pasted

WORD = """<html
xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
<body lang=EN-GB><!--StartFragment--><h1>The quay<o:p></o:p></h1>
<p class=MsoNormal><b><span lang=EN-US style='font-size:12.0pt'>Slack</span></b><span lang=EN-US>
water.<a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a> Then
ebb.</span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>One</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>Two</p>
<table class=MsoTableGrid border=1><tr><td width=100 style='width:50pt'><p
class=MsoNormal>Year</p></td><td>Ships</td></tr></table>
<div style='mso-element:footnote-list'><br clear=all><hr size=1><div style='mso-element:footnote'
id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span><![if
!supportFootnotes]>[1]<![endif]></span></a>
<span lang=EN-US>A ledger, <i>1904</i>.</span></p></div></div><!--EndFragment--></body></html>"""

DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b"><p
dir="ltr"><span
style="font-weight:700;font-style:normal">Slack</span><span style="font-weight:400"> water, </span><span
style="font-style:italic;font-weight:400">then</span> ebb.</p><ul><li dir="ltr" aria-level="1"><p
role="presentation"><span>One</span></p></li></ul><br /></b>"""

LIBRE = """<p style="line-height:100%"><font face="Liberation Serif">Slack water.<a class="sdfootnoteanc"
name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></font></p><p><br/></p><div
id="sdfootnote1">
<p class="sdfootnote"><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>A ledger.</p></div>"""

NOTE = '<sup class="fnref"><a href="#fnk-1" id="fnrefk-1" rel="noopener">1</a></sup>'
BACK = '<a class="fn-back" href="#fnrefk-1" rel="noopener">↩</a>'


def pasted(html):
    return " ".join(clean_pasted(html, "k-").html.split())


def test_what_word_copies_keeps_its_headings_lists_tables_and_notes_and_nothing_of_its_looks():
    assert pasted(WORD) == (
        f"<h2>The quay</h2> <p><b>Slack</b> water.{NOTE} Then ebb.</p> <ul><li>One </li><li>Two</li></ul> "
        "<table><tbody><tr><td>Year</td><td>Ships</td></tr></tbody></table>"
        f'<section class="footnotes"><ol><li id="fnk-1">A ledger, <i>1904</i>. {BACK}</li></ol></section>'
    )


def test_what_google_docs_copies_is_not_bold_as_a_whole():
    assert pasted(DOCS) == "<p><strong>Slack</strong> water, <em>then</em> ebb.</p><ul><li>One</li></ul>"


def test_what_libreoffice_copies_keeps_its_notes():
    assert pasted(LIBRE) == (
        f"<p>Slack water.{NOTE}</p>"
        f'<section class="footnotes"><ol><li id="fnk-1">A ledger. {BACK}</li></ol></section>'
    )


@pytest.mark.parametrize("html", [WORD, DOCS, LIBRE], ids=["Word", "Google Docs", "LibreOffice"])
def test_what_was_pasted_is_clean_already(html):
    once = clean_pasted(html).html
    assert clean(once).html == once


def test_a_passage_that_runs_the_other_way_goes_on_doing_so():
    html = (
        '<p dir="RTL" lang="AR" style="text-align:right"><span lang="AR">المد</span></p><p dir="ltr">Ebb</p>'
    )
    assert pasted(html) == '<p dir="rtl" lang="ar">المد</p><p>Ebb</p>'


def test_what_was_left_out_is_told():
    cleaned = clean_pasted('<p>Ebb</p><img src="file:///C:/quay.png">')
    assert cleaned.html == "<p>Ebb</p>"
    assert cleaned.losses == ("1 picture was left out for want of an address that can be kept.",)


def test_scripts_come_with_no_paste():
    assert pasted('<p onclick="x()">Ebb<script>x()</script><a href="javascript:x()">flow</a></p>') == (
        '<p>Ebb<a rel="noopener">flow</a></p>'
    )


def test_more_than_a_body_may_hold_is_refused():
    with pytest.raises(HtmlRefused, match="2,000,000 are taken in at most"):
        clean_pasted("a" * 2_000_001)
