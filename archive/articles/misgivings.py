"""What is missing from a work before it is published: said while one writes, with the field it is about.

They are told from the form as a browser sends it, saved or not, and keep nobody from saving.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.articles import links
from archive.articles.models import Article, BylineEntry
from archive.articles.pictures import undescribed
from archive.editing.choosing import is_id
from archive.editing.entries import PartialDateEntry
from archive.text.dates import PartialDate
from archive.text.html import HtmlRefused, clean
from authors.models import Affiliation, held_on

MOST_ROWS = 500
MOST_NAMED = 3
_FRAGMENT = re.compile(r'<a\b[^>]* href="#([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Misgiving:
    """A sentence, the id of the field that it is about, and whether it keeps the form from being saved."""

    field: str
    text: str
    refuses: bool = False


def misgivings(fields: QueryDict, stored: Article | None = None) -> list[Misgiving]:
    """Return what is missing from a work as its form stands, in the form's order. At most six queries.

    `fields` are those of the form; `stored` is the work as it was saved last, whose picture may stay.
    """
    try:
        body = clean(fields.get("body", "")).html
    except HtmlRefused as refusal:
        return [Misgiving("id_body", str(refusal), refuses=True)]
    day = date_of(fields.get("published", ""))
    return [
        *_of_head(fields, day),
        *_of_people(fields, day),
        *_of_body(body),
        *_of_picture(fields, stored),
    ]


def date_of(written: str) -> PartialDate | None:
    """Return the date that somebody has written, None for none and for what is none."""
    try:
        return PartialDateEntry(required=False).clean(written)
    except ValidationError:
        return None


def _of_head(fields: QueryDict, day: PartialDate | None) -> Iterator[Misgiving]:
    if not fields.get("kind"):
        yield Misgiving("id_kind", _("No kind: the line above the title begins without one."))
    if not fields.get("deck", "").strip():
        yield Misgiving("id_deck", _("No deck: lists and shared links show the first words of the text."))
    if day is None:
        yield Misgiving(
            "id_published", _("No date: the work stands among the undated ones, after all others.")
        )
    if not fields.get("primary_center"):
        yield Misgiving("id_primary_center", _("No primary center: nobody's work, and in no center's lists."))


def _of_people(fields: QueryDict, day: PartialDate | None) -> Iterator[Misgiving]:
    """Tell of people who held no position on the day, as far as it is known to the month at least."""
    rows = list(_rows(fields, "byline_entries"))
    if not rows:
        yield Misgiving("byline_entries-group", _("Nobody is named in the byline."))
    people = {key: prefix for prefix in rows if is_id(key := fields.get(f"{prefix}-author", ""))}
    if not people or day is None or not day.month:
        return
    held: dict[str, list[Affiliation]] = {}
    for one in Affiliation.objects.filter(author__in=people).select_related("author"):
        held.setdefault(str(one.author_id), []).append(one)
    names = dict(
        BylineEntry._meta.get_field("author")
        .related_model.objects.filter(pk__in=people)
        .values_list("pk", "name")
    )
    for key, prefix in people.items():
        if held_on(day.first_day, held.get(key, [])) is None and int(key) in names:
            said = _("%(name)s has no affiliation on %(day)s: the page will name none.")
            yield Misgiving(f"id_{prefix}-author", said % {"name": names[int(key)], "day": day})


def _of_body(body: str) -> Iterator[Misgiving]:
    if not body:
        yield Misgiving("id_body", _("No text."))
        return
    if number := len(undescribed(body)):
        said = ngettext(
            "%(number)d picture in the text has neither a description nor the mark “decorative”.",
            "%(number)d pictures in the text have neither a description nor the mark “decorative”.",
            number,
        )
        yield Misgiving("id_body", said % {"number": number}, refuses=True)
    lost = [f"#{one}" for one in _lost_fragments(body)] + links.leading_nowhere(body)
    if lost:
        said = ngettext(
            "A link of the text leads nowhere: %(links)s",
            "Links of the text lead nowhere: %(links)s",
            len(lost),
        )
        more = " …" if len(lost) > MOST_NAMED else ""
        yield Misgiving("id_body", said % {"links": ", ".join(lost[:MOST_NAMED]) + more})


def _of_picture(fields: QueryDict, stored: Article | None) -> Iterator[Misgiving]:
    stays = bool(stored and stored.image) and not fields.get("image-clear")
    is_told = fields.get("image_alt", "").strip() or fields.get("image_is_decorative")
    if (stays or fields.get("image-chosen")) and not is_told:
        said = _("The picture has neither a description nor the mark “decorative”.")
        yield Misgiving("id_image_alt", said, refuses=True)


def _lost_fragments(body: str) -> Iterable[str]:
    """Return the places within the text that links mean and that are not there, each once."""
    wanted = dict.fromkeys(unescape(one) for one in _FRAGMENT.findall(body))
    there = {unescape(one) for one in _ID.findall(body)}
    return [one for one in wanted if one and one not in there]


def _rows(fields: QueryDict, prefix: str) -> Iterator[str]:
    """Yield the prefixes of the rows of a form that will stand, in their order."""
    total = fields.get(f"{prefix}-TOTAL_FORMS", "")
    for at in range(min(int(total), MOST_ROWS) if is_id(total) else 0):
        row = f"{prefix}-{at}"
        if not fields.get(f"{row}-DELETE") and (fields.get(f"{row}-author") or fields.get(f"{row}-name")):
            yield row
