"""Words of date lines: months, weekdays and labels, in the languages that captures come in.

Keys are matched after folding case and diacritics, so each spelling stands here once.
"""

from __future__ import annotations


def _numbered(*lists: str) -> dict[str, int]:
    """Return names with their number; in a list months are separated by blanks, alternatives by "|"."""
    return {
        name.replace("_", " "): number
        for names in lists
        for number, alternatives in enumerate(names.split(), start=1)
        for name in alternatives.split("|")
    }


MONTHS = _numbered(
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep|sept oct nov dec",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr|fév mars avr mai juin juil août sept oct nov déc",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "янв фев|февр мар апр мая июн июл авг сен|сент окт ноя|нояб дек",
    # Arabic: Egypt and the Gulf, the Levant and Iraq, Morocco, Algeria and Tunisia
    "يناير فبراير مارس أبريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)

WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tues wed weds thu thur thurs fri sat sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lunes martes miércoles jueves viernes sábado domingo "
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天"
).split()

LABELS = [
    "published on",
    "published",
    "posted on",
    "posted",
    "date",
    "publié le",
    "publiée le",
    "paru le",
    "mis en ligne le",
    "опубликовано",
    "дата публикации",
    "نشرت في",
    "نشر في",
    "نشرت بتاريخ",
    "تم النشر في",
    "تاريخ النشر",
    "发布于",
    "發布於",
    "发表于",
    "發表於",
    "发布时间",
    "发布日期",
    "veröffentlicht am",
    "publicado el",
    "publicado em",
    "pubblicato il",
]
