"""The link “view on site”, asked of the record: Django's own tells the address of hidden ones, too."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from archive.editing.choosing import is_id
from archive.rights import visible


def view_on_site(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Lead to the page of a record that the user may see; `kind` is the number of its content type.

    Raises Http404 for any other.
    """
    if not (is_id(kind) and is_id(key)):
        raise Http404
    content_type = ContentType.objects.filter(pk=int(kind)).first()
    model = content_type.model_class() if content_type else None
    if model is None or not hasattr(model, "get_absolute_url"):
        raise Http404
    record = visible(model._default_manager.all(), request.user).filter(pk=int(key)).first()
    if record is None:
        raise Http404
    return HttpResponseRedirect(record.get_absolute_url())
