"""Writing on the form of a work: the editor of the body, what it asks the server for, words kept unsaved.

The editor offers what the sanitiser lets pass (`archive.text.html.allowed`), and nothing else. Without
JavaScript the body is a plain field of HTML, and everything is decided when it is saved.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from archive.articles.admin.linkable import linkable
from archive.articles.models import Article
from archive.articles.pictures import keep, undescribed
from archive.files import BIGGEST_PICTURE, FileRefused
from archive.text.html import CLASSES, HtmlRefused, allowed
from archive.text.pasted import clean_pasted

LONGEST_SEARCHED = 200
ADDED_ON_SAVING = {"a": ["rel"]}
"""Attributes that the sanitiser writes itself: an editor that took them away would change what nobody did."""
WORDS = {
    "Bold": _("Bold"),
    "Italic": _("Italic"),
    "Superscript": _("Superscript"),
    "Bullet list": _("Bullet list"),
    "Numbered list": _("Numbered list"),
    "Undo": _("Undo"),
    "Redo": _("Redo"),
    "Blocks": _("Kind of paragraph"),
    "Paragraph": _("Paragraph"),
    "Heading": _("Heading"),
    "Subheading": _("Subheading"),
    "Small heading": _("Small heading"),
    "Preformatted": _("Preformatted"),
    "Clear formatting": _("Clear formatting"),
    "Find and replace": _("Find and replace"),
    "Fullscreen": _("Full screen"),
    "Source code": _("HTML"),
    "Special character": _("Special character"),
    "Link": _("Link"),
    "Quotation": _("Quotation"),
    "Figure": _("Figure"),
    "Table": _("Table"),
    "Footnote": _("Footnote"),
    "Language of a passage": _("Language of a passage"),
    "Back to the text": _("Back to the text"),
    "Change": _("Change"),
    "Remove": _("Remove"),
    "Open": _("Open"),
    "Decorative": _("Decorative"),
    "Without a description": _("Without a description"),
    "Left out of what was pasted:": _("Left out of what was pasted:"),
    "The server did not answer; what was pasted is cleaned when you save.": _(
        "The server did not answer; what was pasted is cleaned when you save."
    ),
    "Body": _("Body"),
}
"""What the editor says, by what it says in English; Django's own catalogues translate it."""
SCRIPTS = ("editor", "footnotes", "figures", "linking", "pasting", "progress", "drafts")


class BodyEditor(forms.Textarea):
    """The field of a body, with the editor that a script lays over it and what that editor needs to know."""

    class Media:
        css = {"all": ["admin/archive/writing/writing.css"]}
        js = ["hugerte/hugerte.min.js", *(f"admin/archive/writing/{name}.js" for name in SCRIPTS)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-editor"] = json.dumps(
            {
                "base": static("hugerte/").rstrip("/"),
                "styles": [static("css/fonts.css"), static("admin/archive/writing/body.css")],
                "elements": elements(),
                "classes": " ".join(sorted(CLASSES)),
                "pictures": reverse("admin:articles_article_pictures"),
                "links": reverse("admin:articles_article_linkable"),
                "pasted": reverse("admin:articles_article_pasted"),
                "language": get_language(),
                "isRightToLeft": get_language_bidi(),
                "words": {key: str(word) for key, word in WORDS.items()},
            }
        )
        return context


def elements() -> str:
    """Return what the sanitiser lets pass, in the words of the editor: `a[href|lang|…],p[dir|…],…`."""
    return ",".join(
        f"{name}[{'|'.join([*attributes, *ADDED_ON_SAVING.get(name, [])])}]"
        for name, attributes in allowed().items()
    )


class WritesForm(forms.ModelForm):
    """The part of a work's form that writing needs: restored words, and pictures that say what they show."""

    draft = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    restored: QueryDict | None = None
    """Words that were not saved, to stand in the form in place of what is stored."""
    asks_for_descriptions = True

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        restores = data is None and self.restored is not None
        super().__init__(self.restored if restores else data, *args, **kwargs)
        if restores:
            self._errors = ErrorDict(renderer=self.renderer)
        self.known_undescribed = set(undescribed(self.instance.body)) if self.instance.pk else set()

    def refuse_undescribed(self, body: str) -> None:
        """Raise ValidationError for a picture that somebody put in without saying what it shows.

        Pictures that stood so before, as those of imports, are on the quality board and in the warnings.
        """
        new = set(undescribed(body)) - self.known_undescribed
        if new and self.asks_for_descriptions:
            raise forms.ValidationError(
                _("Say of each new picture in the text what it shows, or mark it as decorative."),
                code="undescribed",
            )

    def clean_image_is_decorative(self) -> bool:
        """Ask for the words of a picture that is new, or has lost them."""
        decorative = self.cleaned_data["image_is_decorative"]
        image, alt = self.cleaned_data.get("image"), self.cleaned_data.get("image_alt")
        is_new = {"image", "image_alt", "image_is_decorative"} & set(self.changed_data)
        if image and is_new and not (alt or decorative) and self.asks_for_descriptions:
            self.add_error("image_alt", _("Say what the picture shows, or mark it as decorative."))
        return decorative


class WritesBody:
    """A mixin of the admin page of works: the addresses the editor asks, and forms with words not saved."""

    def get_urls(self) -> list[Any]:
        asked = {"pictures": self.take_picture, "linkable": self.find_linkable, "pasted": self.clean_pasted}
        return [
            *(
                path(f"{name}/", self.admin_site.admin_view(view), name=f"articles_article_{name}")
                for name, view in asked.items()
            ),
            *super().get_urls(),
        ]

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["admin/archive/writing/listed.js"])

    def need_to_write(self, request: HttpRequest) -> None:
        """Raise PermissionDenied for who writes no works at all."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied

    def take_picture(self, request: HttpRequest) -> HttpResponse:
        """Keep a picture for a body; answer with its address and size, or with what is wrong with it."""
        return require_POST(self._take_picture)(request)

    def _take_picture(self, request: HttpRequest) -> HttpResponse:
        self.need_to_write(request)
        file = request.FILES.get("picture")
        if file is None or file.size > BIGGEST_PICTURE:
            return JsonResponse({"error": str(_("Choose a picture of 20 MB at most."))}, status=422)
        try:
            kept = keep(file.read())
        except FileRefused as refusal:
            return JsonResponse({"error": f"{file.name} {refusal}."}, status=422)
        return JsonResponse({"address": kept.address, "width": kept.width, "height": kept.height})

    def find_linkable(self, request: HttpRequest) -> HttpResponse:
        """Answer with works, people and terms that a body may link to, by any spelling of their names."""
        return require_GET(self._find_linkable)(request)

    def _find_linkable(self, request: HttpRequest) -> HttpResponse:
        self.need_to_write(request)
        term = request.GET.get("q", "")[:LONGEST_SEARCHED]
        return JsonResponse({"groups": linkable(self.admin_site, request, term)})

    def clean_pasted(self, request: HttpRequest) -> HttpResponse:
        """Answer with the HTML of a clipboard as the archive writes it, and what was left out of it."""
        return require_POST(self._clean_pasted)(request)

    def _clean_pasted(self, request: HttpRequest) -> HttpResponse:
        self.need_to_write(request)
        try:
            cleaned = clean_pasted(request.POST.get("html", ""), request.POST.get("taken", "")[:20])
        except HtmlRefused as refusal:
            return JsonResponse({"error": str(refusal)}, status=422)
        return JsonResponse({"html": cleaned.html, "losses": list(cleaned.losses)})

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> type:
        """Return the form; one that shows words not saved where the request brings them."""
        form = super().get_form(request, obj, **kwargs)
        restored = getattr(request, "restored", None)
        return form if restored is None else type("RestoredForm", (form,), {"restored": restored})

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        restored = getattr(request, "restored", None)
        return given if restored is None else given | {"data": restored.copy()}

    def bound(self, request: HttpRequest, fields: QueryDict, work: Article | None) -> tuple[Any, list[Any]]:
        """Return the form and the rows of a work, filled in as a browser would send them, to be validated."""
        request.restored = fields
        kind = self.get_form(request, work, change=work is not None)
        form = kind(fields.copy(), instance=work)
        formsets, _inlines = self._create_formsets(request, form.instance, change=work is not None)
        return form, formsets

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the form, with words not saved where the address names them: the user's own, of this work."""
        key = request.GET.get("draft", "") if request.method == "GET" else ""
        if key and (kept := request.user.drafts.filter(key=key, article=object_id).first()):
            request.restored = kept.fields
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows; what was typed is saved now, and no longer kept beside it."""
        super().save_related(request, form, formsets, change)
        request.user.drafts.forget(form.cleaned_data.get("draft") or "")
