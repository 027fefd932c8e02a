"""The headings of a body as a table of contents: ids that last, two levels, any script."""

from __future__ import annotations

from archive.articles.outline import MOST_LISTED, Section, outline


def test_a_heading_gets_an_id_made_of_its_own_words():
    html, sections = outline("<h2>What the Gauges Saw</h2><p>Rain.</p>")
    assert html == '<h2 id="what-the-gauges-saw">What the Gauges Saw</h2><p>Rain.</p>'
    assert sections == (Section("what-the-gauges-saw", "What the Gauges Saw"),)


def test_an_id_does_not_change_when_sections_before_it_come_and_go():
    _html, alone = outline("<h2>Rain</h2>")
    _html, later = outline("<h2>Snow</h2><h2>Rain</h2>")
    assert alone[0].id == later[1].id


def test_an_id_that_the_source_wrote_is_kept():
    html, sections = outline('<h2 id="Part&amp;1" lang="fr">Pluie</h2>')
    assert html == '<h2 id="Part&amp;1" lang="fr">Pluie</h2>'
    assert sections[0].id == "Part&1"


def test_no_two_ids_are_the_same_whoever_had_the_name_first():
    body = '<p id="rain">1</p><h2>Rain</h2><h2>Rain</h2><h2>Contents</h2><h2>Fn1</h2><li id="fn1">n</li>'
    html, sections = outline(body, taken={"contents"})
    assert [section.id for section in sections] == ["rain-2", "rain-3", "contents-2", "fn1-2"]
    assert all(html.count(f'id="{section.id}"') == 1 for section in sections)


def test_headings_in_any_script_have_ids_and_a_heading_of_signs_has_one_too():
    _html, sections = outline("<h2>ما كان يعرفه</h2><h2>两点建议</h2><h2>Выводы</h2><h2>* * *</h2>")
    assert [section.title for section in sections] == ["ما كان يعرفه", "两点建议", "Выводы", "* * *"]
    ids = [section.id for section in sections]
    assert len(set(ids)) == 4
    assert all(key and key.isascii() and " " not in key for key in ids)
    assert ids[3] == "section"


def test_two_levels_are_nested_and_deeper_ones_have_ids_alone():
    html, sections = outline("<h2>One</h2><h3>Under one</h3><h4>Deep</h4><h2>Two</h2>")
    assert sections == (Section("one", "One", (Section("under-one", "Under one"),)), Section("two", "Two"))
    assert '<h4 id="deep">' in html


def test_the_first_level_is_the_highest_that_occurs():
    _html, sections = outline("<h3>One</h3><h5>Under one</h5><h3>Two</h3>")
    assert [(one.title, len(one.sections)) for one in sections] == [("One", 1), ("Two", 0)]


def test_a_section_before_any_of_the_first_level_stands_among_them():
    _html, sections = outline("<h3>Before</h3><h2>One</h2><h3>Under one</h3>")
    assert [one.title for one in sections] == ["Before", "One"]


def test_a_title_is_plain_text_without_the_call_of_a_note():
    body = '<h2>Rain &amp; <em>snow</em><br>in May<sup class="fnref"><a href="#fn1">1</a></sup></h2>'
    html, sections = outline(body)
    assert sections == (Section("rain-snow-in-may", "Rain & snow in May"),)
    assert html == body.replace("<h2>", '<h2 id="rain-snow-in-may">')


def test_headings_of_the_notes_and_empty_ones_are_left_alone():
    body = '<h2> </h2><h2>One</h2><section class="footnotes"><h2>Notes</h2><ol></ol></section>'
    html, sections = outline(body)
    assert [section.title for section in sections] == ["One"]
    assert html.endswith('<section class="footnotes"><h2>Notes</h2><ol></ol></section>')


def test_a_very_long_table_keeps_to_its_first_level():
    body = "<h2>Part</h2>" + "".join(f"<h3>Piece {number}</h3>" for number in range(MOST_LISTED))
    html, sections = outline(body)
    assert [section.title for section in sections] == ["Part"]
    assert '<h3 id="piece-7">' in html


def test_a_body_without_headings_is_not_touched():
    assert outline("<p>Rain.</p>") == ("<p>Rain.</p>", ())
