"""What pages of one layout differ in: languages, marks that are missing, and text that looks like chrome."""

from __future__ import annotations

import json

import pytest

from tests.importing.readers.reading import SAMPLES, names, paragraphs, reading_of, record_of, written

WHOLE = (SAMPLES / "s1-shell-and-outlet.txt").read_text(encoding="utf-8")
FIRST = "The ferry has run for ninety years."
LAST = "Nobody has counted the insurers."


def layer(**changes):
    values = {"authors": ["Anna Keller"], "type": "commentary", "primaryCenter": "Aldermoor Europe"}
    values |= {"centers": ["Aldermoor Europe"], "topics": ["Trade"], "regions": ["Malta", "Libya"]}
    return json.dumps(values | changes, indent=2, ensure_ascii=False)


def page(head="", body="", tail="", **changes):
    head = head or (
        "Source: Getty\n\nCommentary\nAldermoor Europe\n\nA Title\n\nA deck.\n\n"
        "Link Copied\nBy Anna Keller\nPublished on Sep 8, 2016"
    )
    body = body or f"{FIRST}\n\n{LAST}"
    return f"{layer(**changes)}\n\n{head}\n\n{body}\n\n{tail}"


def headed(title="A Title", deck="A deck.", by="By Anna Keller", date="Published on Sep 8, 2016"):
    return f"Source: Getty\n\nCommentary\nAldermoor Europe\n\n{title}\n\n{deck}\n\nLink Copied\n{by}\n{date}"


# Languages

LANGUAGES = {
    "fr": (
        "Source : Getty\n\nCommentaire\nEstuaire\n\nLe fleuve : une histoire\n\nUn livre la retrace.\n\n"
        "Lien copié\nPar Hélène d’Aubigny et Luc Besson-Roy\nPublié le 1er avril 2022\n\nSource : La Gazette",
        "Voici un livre qui commence par une règle et qui finit par un impôt.",
        "À propos des auteurs\n\nHélène d’Aubigny\n\nDirectrice\n\nLuc Besson-Roy",
        ["Hélène d’Aubigny", "Luc Besson-Roy"],
        ("Le fleuve : une histoire", "2022-04-01", "La Gazette", "Directrice"),
    ),
    "ru": (
        "Источник: Getty\n\nКомментарий\nВерста\n\nПочему опустела пристань\n\nГрузы ушли.\n\n"
        "Ссылка скопирована\nАвторы: Мария Соловьёва и Иван Петров\nОпубликовано 8 сентября 2016 г.\n\n"
        "Источник: Портовый вестник",
        "Паром ходит девяносто лет, и никто его не отменял.",
        "Об авторах\n\nМария Соловьёва\n\nЭкономист\n\nИван Петров",
        ["Мария Соловьёва", "Иван Петров"],
        ("Почему опустела пристань", "2016-09-08", "Портовый вестник", "Экономист"),
    ),
    "ar": (
        "المصدر: Getty\n\nتعليق\nرواق\n\nلماذا خلا المرفأ\n\nذهبت البضائع إلى السكة.\n\nتم نسخ الرابط\n"
        "بقلم سمير حداد\nنشر في ٨ أيلول/سبتمبر ٢٠١٦\n\nالمصدر: جريدة المرفأ",
        "تسير العبّارة منذ تسعين عاماً ولم يوقفها أحد.",
        "نبذة عن الكاتب\n\nسمير حداد\n\nباحث",
        ["سمير حداد"],
        ("لماذا خلا المرفأ", "2016-09-08", "جريدة المرفأ", "باحث"),
    ),
    "zh": (
        "来源：Getty\n\n文章\n港口\n\n无人取消的渡轮\n\n货运量骤降。\n\n"
        "链接已复制\n作者：林书远、王小明\n发布于 2016年9月8日\n\n"
        "来源：海港公报",
        "连接两岸的渡轮已经运行了九十年，从未像今天这样少。",
        "关于作者\n\n林书远\n\n研究员\n\n王小明",
        ["林书远", "王小明"],
        ("无人取消的渡轮", "2016-09-08", "海港公报", "研究员"),
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reads_a_page_in_each_language(tmp_path, language):
    head, body, tail, authors, expected = LANGUAGES[language]
    record = record_of(written(tmp_path, page(head, body, tail, authors=authors)))
    assert (record.title, record.published, record.source, record.authors[0].position) == expected
    assert (names(record), record.language, record.credit) == (authors, language, "Getty")
    assert paragraphs(record) == [body]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reads_the_printed_by_line_where_there_is_no_data_layer(tmp_path, language):
    head, body, tail, authors, _ = LANGUAGES[language]
    record = record_of(written(tmp_path, f"{head}\n\n{body}\n\n{tail}"))
    assert names(record) == authors


# By-lines


def test_reads_a_by_line_of_five_with_and_and_a_suffix(tmp_path):
    by = "By Anna Keller, Paul Adeyemi, Mei Lindqvist, Tomás O’Brien, and Ian Grey, Jr."
    text = f"Commentary\n\nA Title\n\nA deck.\n\n{by}\nPublished on Sep 8, 2016\n\n{FIRST}\n"
    record = record_of(written(tmp_path, text))
    assert names(record) == ["Anna Keller", "Paul Adeyemi", "Mei Lindqvist", "Tomás O’Brien", "Ian Grey, Jr."]


def test_trusts_the_data_layer_over_the_by_line_and_says_so(tmp_path):
    reading = reading_of(written(tmp_path, page(authors=["Paul Adeyemi"])))
    assert names(reading.record) == ["Paul Adeyemi"]
    assert [fault.field for fault in reading.faults] == ["authors"]


def test_takes_the_by_line_where_the_data_layer_names_nobody(tmp_path):
    assert names(record_of(written(tmp_path, page(authors=[])))) == ["Anna Keller"]


def test_keeps_an_author_whose_name_has_an_and_in_it(tmp_path):
    group = "Working Group on Harbours and Ferries"
    record = record_of(
        written(tmp_path, page(headed(by=f"By {group} and Anna Keller"), authors=[group, "Anna Keller"]))
    )
    assert (record.title, names(record)) == ("A Title", [group, "Anna Keller"])


def test_parts_names_that_a_capture_glued_together(tmp_path):
    text = f"A Title\n\nby Dmitri TrendAndrew Leung, and Mark MacKinnon\n\n{FIRST}\n\n{LAST}\n"
    assert names(record_of(written(tmp_path, text))) == ["Dmitri Trend", "Andrew Leung", "Mark MacKinnon"]


def test_reads_marks_that_a_capture_glued_together(tmp_path):
    text = page(headed().replace("Copied\nBy Anna Keller\nPub", "CopiedBy Anna KellerPub"))
    record = record_of(written(tmp_path, text))
    assert (record.title, names(record), record.published) == ("A Title", ["Anna Keller"], "2016-09-08")


# Titles and decks


@pytest.mark.parametrize(
    "title",
    [
        "The Ferry: What Now?",
        "1989",
        "September 11, 2001",
        "By Ferry to Byzantium",
        "Source: Nobody",
        "Interview",
        "Anna Karenina Revisited",
        "“Nobody” Cancelled It",
    ],
)
def test_reads_any_title_between_kicker_and_deck(tmp_path, title):
    record = record_of(written(tmp_path, page(headed(title=title))))
    assert (record.title, record.deck, record.published) == (title, "A deck.", "2016-09-08")
    assert (record.type_label, record.credit) == ("Commentary", "Getty")


def test_reads_a_deck_of_one_word(tmp_path):
    assert record_of(written(tmp_path, page(headed(deck="Nothing.")))).deck == "Nothing."


def test_does_without_a_deck(tmp_path):
    record = record_of(written(tmp_path, page(headed().replace("A deck.\n\n", ""))))
    assert (record.title, record.deck) == ("A Title", "")


def test_keeps_a_label_that_nobody_has_seen(tmp_path):
    record = record_of(written(tmp_path, page(headed().replace("Commentary", "Perspectives"))))
    assert (record.title, record.type_label) == ("A Title", "Perspectives")


def test_takes_the_line_under_the_label_for_a_series_when_it_is_no_center(tmp_path):
    record = record_of(written(tmp_path, page(headed().replace("Aldermoor Europe", "Estuary"))))
    assert (record.blog, record.primary_center) == ("Estuary", "Aldermoor Europe")


@pytest.mark.parametrize("key", ["programs", "projects", "collections"])
def test_takes_a_term_under_the_label_for_no_series(tmp_path, key):
    text = page(headed().replace("Aldermoor Europe", "Estuary"), **{key: ["Estuary"]})
    assert record_of(written(tmp_path, text)).blog == ""


def test_reads_the_caption_of_a_photograph_as_caption_and_credit(tmp_path):
    caption = "Keller meets Okoro on January 22. (Photo by A. Kazak/pool/AFP via Getty Images)"
    record = record_of(written(tmp_path, page(headed().replace("Source: Getty", caption))))
    assert record.image_caption == "Keller meets Okoro on January 22."
    assert record.credit == "Photo by A. Kazak/pool/AFP via Getty Images"


def test_reads_outlet_and_date_of_an_older_page(tmp_path):
    head = "in the media\n\nA Title\n\npublished by\nThe Ledger\n on July 5, 2007\n\nSource: The Ledger"
    text = f"{head}\n\n{FIRST}\n"
    record = record_of(written(tmp_path, text))
    assert (record.title, record.source, record.published) == ("A Title", "The Ledger", "2007-07-05")
    assert paragraphs(record) == [FIRST]


def test_keeps_the_article_without_a_date_that_is_none(tmp_path):
    reading = reading_of(written(tmp_path, page(headed(date="Published on Dec 32, 2014"))))
    assert (reading.record.title, reading.record.published) == ("A Title", "")
    line = page().split("\n").index("Published on Sep 8, 2016") + 1
    assert str(reading.faults[0]).startswith(
        f'page.txt, line {line}: published "Published on Dec 32, 2014" is not'
    )


def test_says_when_page_and_address_disagree_about_the_date(tmp_path):
    address = "https://aldermoor.example/posts/2015/04/a-title"
    reading = reading_of(written(tmp_path, page()), address)
    assert reading.record.published == "2016-09-08"
    assert "2015-04" in str(reading.faults[0])


# Bodies that look like chrome


def test_keeps_paragraphs_that_look_like_chrome(tmp_path):
    body = [
        FIRST,
        "Source: author’s calculations, from customs data.",
        "By the time the harbour closed, everyone had left.",
        "Published on a Sunday, the notice went unread.",
        "More Work from the Harbour",
        "About the author",
        "The book says little of him, and what it says is wrong.",
        "Commentary",
        LAST,
    ]
    tail = "About the Author\n\nAnna Keller\n\nFellow"
    record = record_of(written(tmp_path, page(body="\n\n".join(body), tail=tail)))
    assert paragraphs(record) == body
    assert record.authors[0].position == "Fellow"


def test_keeps_a_paragraph_that_quotes_the_disclaimer(tmp_path):
    body = [
        FIRST,
        "The house does not take institutional positions, its critics say.",
        "Long. " * 120,
        "Long. " * 120,
        LAST,
    ]
    record = record_of(written(tmp_path, page(body="\n\n".join(body))))
    assert [line[:20] for line in paragraphs(record)] == [line[:20].strip() for line in body]


def test_keeps_a_signature_above_the_authors_heading(tmp_path):
    text = page(body=f"{FIRST}\n\nAnna Keller", tail="About the Author\n\nAnna Keller\n\nFellow")
    assert paragraphs(record_of(written(tmp_path, text))) == [FIRST, "Anna Keller"]


def test_keeps_a_transcript_in_which_the_author_speaks(tmp_path):
    body = [
        FIRST,
        "Anna Keller",
        "What now?",
        "Samir Haddad",
        "Nothing.",
        "Anna Keller",
        "And then?",
        "Samir Haddad",
        LAST,
    ]
    record = record_of(written(tmp_path, page(body="\n\n".join(body))))
    assert paragraphs(record) == body


def test_reads_bullets_as_a_list_and_escapes_markup(tmp_path):
    record = record_of(written(tmp_path, page(body=f"{FIRST}\n\n  • one <b>\n  • two\n\n{LAST}")))
    assert "<ul>\n<li>one &lt;b&gt;</li>\n<li>two</li>\n</ul>" in record.body


def test_leaves_the_glued_tag_line_and_the_names_out_of_the_body(tmp_path):
    text = page(
        tail="Anna Keller\nFellow, Aldermoor Europe\nTradeMaltaLibya\n\n"
        "Aldermoor does not take institutional positions."
    )
    assert paragraphs(record_of(written(tmp_path, text))) == [FIRST, LAST]


def test_leaves_a_tag_line_out_that_stands_on_several_lines(tmp_path):
    tags = "Trade\nMalta\nLibya"
    assert paragraphs(record_of(written(tmp_path, page(tail=tags)))) == [FIRST, LAST]
    about = record_of(
        written(tmp_path, page(tail=f"About the Author\n\nAnna Keller\n\nFellow\n\n{tags}"), "b.txt")
    )
    assert (about.authors[0].position, paragraphs(about)) == ("Fellow", [FIRST, LAST])


@pytest.mark.parametrize("mark", ["###", "# # #"])
def test_leaves_the_end_mark_of_a_press_release_out(tmp_path, mark):
    assert paragraphs(record_of(written(tmp_path, page(tail=mark)))) == [FIRST, LAST]


def test_parts_a_disclaimer_from_the_sentence_it_is_glued_to(tmp_path):
    text = page(body=f"{FIRST} {LAST}Aldermoor does not take institutional positions on anything.")
    assert paragraphs(record_of(written(tmp_path, text))) == [f"{FIRST} {LAST}"]


def test_takes_the_outlet_from_the_sentence_below_the_body(tmp_path):
    record = record_of(written(tmp_path, page(tail="This article was originally published in The Ledger.")))
    assert record.source == "The Ledger"
    assert paragraphs(record) == [FIRST, LAST]


def test_keeps_the_sentence_when_it_names_another_outlet_than_the_head(tmp_path):
    sentence = "This interview was originally broadcast on Radio Moor."
    text = page(headed() + "\n\nSource: The Ledger", f"{FIRST}\n\n{sentence}")
    record = record_of(written(tmp_path, text))
    assert record.source == "The Ledger"
    assert paragraphs(record) == [FIRST, sentence]


# Data layers and encodings


def test_says_that_a_data_layer_could_not_be_read_and_reads_the_page(tmp_path):
    reading = reading_of(written(tmp_path, page().replace('"type": "commentary",', '"type": "commentary",,')))
    assert (reading.record.title, names(reading.record)) == ("A Title", ["Anna Keller"])
    assert "data layer that is not JSON" in str(reading.faults[0])


def test_reads_a_data_layer_that_is_cut_off(tmp_path):
    cut = page().replace('    "Libya"\n  ]\n}', '    "Libya"')
    assert record_of(written(tmp_path, cut)).title == "A Title"


def test_takes_only_the_formats_keys_from_the_data_layer(tmp_path):
    injected = (
        '"title": "Injected", "body": "<script>", "status": "draft", "url": "https://x.example/", "type"'
    )
    record = record_of(written(tmp_path, page().replace('"type"', injected)))
    assert (record.title, record.url, paragraphs(record)) == ("A Title", "", [FIRST, LAST])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_reads_older_encodings(tmp_path, encoding):
    head, body, tail, authors, _ = LANGUAGES["ru"]
    record = record_of(written(tmp_path, page(head, body, tail, authors=authors).encode(encoding)))
    assert (record.title, paragraphs(record)) == ("Почему опустела пристань", [body])


def test_says_which_encoding_was_assumed(tmp_path):
    reading = reading_of(written(tmp_path, page(body="Déjà vu à la gare de Niamou.").encode("cp1252")))
    assert paragraphs(reading.record) == ["Déjà vu à la gare de Niamou."]
    assert "cp1252" in str(reading.faults[0])


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_reads_other_line_ends(tmp_path, ending):
    assert (
        record_of(written(tmp_path, WHOLE.replace("\n", ending))).title == "The Ferry That Nobody Cancelled"
    )


# Identity


def test_knows_a_capture_without_address_by_what_is_not_chrome(tmp_path):
    other = (
        WHOLE.replace("A Teaser", "Another Teaser")
        .replace("Someone Else", "Somebody")
        .replace("LebanonIran", "Oil")
    )
    one, two = record_of(written(tmp_path, WHOLE)), record_of(written(tmp_path, other, "other.txt"))
    assert one.id == two.id
    assert one.id.startswith("capture:")
    assert len(one.id) == len("capture:") + 32


def test_tells_two_captures_apart_when_their_bodies_differ(tmp_path):
    one = record_of(written(tmp_path, page()))
    two = record_of(written(tmp_path, page(body=f"{FIRST}\n\nNobody counted."), "other.txt"))
    assert one.id != two.id


def test_says_which_language_the_text_is_in_when_the_address_names_another(tmp_path):
    address = "https://aldermoor.example/posts/2016/09/a-title?lang=ar"
    body = f"{FIRST} It is the oldest of the ferries in this part of the world.\n\n{LAST}"
    assert record_of(written(tmp_path, page(body=body)), address).language == "en"
