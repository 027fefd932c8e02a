"""The citation of one work as a file that reference managers read."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseGone
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from archive.articles.citing import bibtex, csl, ris
from archive.articles.description import Description, describe_all
from archive.articles.models import Article
from archive.syndication.asking import for_machines

MINUTES = 60


def as_json(described: Description) -> str:
    """Return CSL-JSON: a list of one item."""
    return json.dumps([csl(described)], ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, tuple[str, Callable[[Description], str]]] = {
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", as_json),
}
"""The formats, by the last letters of the address: media type, writer."""


@for_machines(max_age=5 * MINUTES)
def citation(request: HttpRequest, *, path: str, kind: str) -> HttpResponse:
    """Hand over the citation of a work; say that it is gone where the work was withdrawn."""
    work = Article.objects.published().for_page().filter(path=path).first()
    if work is None:
        get_object_or_404(Article.objects.withdrawn().only("pk"), path=path)
        return HttpResponseGone("This work was withdrawn.\n", content_type="text/plain; charset=utf-8")
    media_type, write = FORMATS[kind]
    response = HttpResponse(write(describe_all([work])[0]), content_type=media_type)
    name = f"{path.replace('/', '-')}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
