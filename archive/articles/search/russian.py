"""Russian words as stems: Snowball's, where it leaves two stems to one word brought together.

Snowball takes an ending for an inflection wherever it may be one: паром would be the instrumental of пар, and
парома of паром. What is stemmed again until nothing changes has one stem in all its cases. A vowel that comes
and goes in a stem (рынок, рынка; сделка, сделок; отец, отца) goes everywhere.
"""

from __future__ import annotations

import re

import Stemmer

_STEMS = {
    "денег": "деньг", "земел": "земл", "угол": "угл", "посол": "посл", "ветер": "ветр", "хребет": "хребт",
    "египет": "египт", "павел": "павл", "церков": "церкв", "писем": "письм", "судеб": "судьб", "узел": "узл",
    "орел": "орл", "ковер": "ковр", "костер": "костр", "сестер": "сестр", "чисел": "числ", "окон": "окн",
    "кресел": "кресл", "весен": "весн", "песен": "песн", "войск": "войск", "друз": "друг", "сынов": "сын",
}  # fmt: skip
_SHORT = {
    "льда": "лед", "льду": "лед", "льдом": "лед", "льде": "лед", "льды": "лед", "льдов": "лед",
    "льдам": "лед", "льдами": "лед", "льдах": "лед", "дня": "ден", "дню": "ден", "днем": "ден", "дне": "ден",
    "дни": "ден", "дней": "ден", "дням": "ден", "днями": "ден", "днях": "ден",
}  # fmt: skip
_WHOLE = re.compile(
    "(паром|киев|залив|ислам|режим|архив|остров|вьетнам|симптом|диплом|храм|прием|подъем|заем|объем|погром"
    "|разгром|перелом|налив|прилив|актив|мотив|взрыв|прорыв|разрыв|перерыв|призыв|надзор)"
    "(?:|а|у|е|ы|и|ом|ем|ам|ами|ах|ов)$"
)
_WRITTEN = re.compile("пись$")
_FLEETING = (
    (re.compile("(?<=..[бвгджзклмнпрстфхцчшщ])ок$"), "к"),
    (re.compile("(?<=.[жцчшщ])ек$"), "к"),
    (re.compile("(?<=.[бвгджзклмнпрстфхчшщ])ец$"), "ц"),
    (re.compile("(?<=.[аеиоуыэюя])ец$"), "йц"),
)
_snowball = Stemmer.Stemmer("russian", 0)


def stem(word: str) -> str:
    """Return the term of one folded word in Cyrillic letters."""
    if word in _SHORT:
        return _SHORT[word]
    if whole := _WHOLE.match(word):
        return whole[1]
    word = _WRITTEN.sub("писи", word)  # опись, запись: no reflexive verbs
    before = ""
    while word != before:
        before, word = word, _snowball.stemWord(word)
    for pattern, ending in _FLEETING:
        word = pattern.sub(ending, word)
    return _STEMS.get(word, word)
