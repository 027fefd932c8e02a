"""What a kind of work is called by those who cite and index it: one table for every format.

A kind that the table does not know is called what is certain about it and no more: a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Form:
    """The type of a work in CSL, schema.org, RIS and BibTeX.

    `is_report` says that an institution issued it as a piece of its own, as reports and books are;
    `is_named` that a citation says what it is: “[Press Release]”.
    """

    csl: str
    schema: str
    ris: str
    bibtex: str
    is_report: bool = False
    is_named: bool = False


_PAGE = Form("webpage", "Article", "ELEC", "misc")
_OPINION = replace(_PAGE, schema="OpinionNewsArticle")
_REPORT = Form("report", "Report", "RPRT", "techreport", is_report=True)
_INTERVIEW = Form("interview", "Article", "ELEC", "misc", is_named=True)
_IN_THE_MEDIA = replace(_PAGE, schema="NewsArticle")

FORMS = {
    "commentary": _OPINION,
    "oped": _OPINION,
    "article": _PAGE,
    "blogpost": replace(_PAGE, schema="BlogPosting"),
    "research": replace(_REPORT, schema="ScholarlyArticle"),
    "paper": _REPORT,
    "report": _REPORT,
    "workingpaper": _REPORT,
    "policybrief": _REPORT,
    "book": Form("book", "Book", "BOOK", "book", is_report=True),
    "qanda": _INTERVIEW,
    "interview": _INTERVIEW,
    "legacyinthemedia": _IN_THE_MEDIA,
    "inthemedia": _IN_THE_MEDIA,
    "pressrelease": replace(_PAGE, schema="NewsArticle", is_named=True),
    "event": Form("event", "Event", "GEN", "misc", is_named=True),
    "other": _PAGE,
}
"""By the codes of kinds, without capitals and hyphens."""

UNKNOWN = Form("document", "CreativeWork", "GEN", "misc", is_named=True)
_MARKS = re.compile(r"[^a-z0-9]")


def form_of(kind: str, *, elsewhere: bool = False) -> Form:
    """Return the form of works of a kind ("" for none); `elsewhere` for what an outlet published first.

    That is an article of the outlet, unless it is a report, a book, an interview or an event.
    """
    form = FORMS.get(_MARKS.sub("", kind.lower()), UNKNOWN) if kind else _PAGE
    if elsewhere and form.csl in ("webpage", "document"):
        return replace(form, csl="article-newspaper", ris="NEWS", bibtex="article", is_named=False)
    return form
