"""The form of a work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.articles.admin.workflow import MovesWork
from archive.articles.admin.writing import BodyEditor, WritesForm
from archive.editing import PartialDateEntry
from archive.fields import CleanHTML
from archive.text.html import HtmlRefused, clean


class ArticleForm(MovesWork, WritesForm):
    """A work as an editor writes it. `losses` names what the cleaning of the body took away."""

    published = PartialDateEntry(
        label=_("Published on"),
        required=False,
        help_text=_(
            "The day it came out, here or elsewhere, as far as it is known: 2014-12-02, 2014-12 or 2014."
        ),
    )

    class Meta:
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2, "class": "title", "dir": "auto"}),
            "deck": forms.Textarea(attrs={"rows": 3, "class": "deck", "dir": "auto"}),
            "body": BodyEditor(attrs={"rows": 30, "class": "body", "spellcheck": "true", "dir": "auto"}),
            "image_alt": forms.Textarea(attrs={"rows": 2, "class": "prose", "dir": "auto"}),
            "image_caption": forms.Textarea(attrs={"rows": 2, "class": "prose", "dir": "auto"}),
            "status": forms.HiddenInput,
            "withdrawal_reason": forms.Textarea(attrs={"rows": 2, "class": "prose", "dir": "auto"}),
        }
        help_texts = {
            "kind": _("First word of the line above the title."),
            "title": _("The headline of its page, in lists, feeds and citations."),
            "body": _("What a page of this archive cannot show is taken out when you save."),
            "series": _("Named beside the kind in the line above the title."),
            "outlet": _("“This article originally appeared in …”, under the body."),
            "outlet_url": _("Makes that line a link."),
            "image": _("Above the title; at least 1,600 pixels wide."),
            "image_caption": _("Under the picture."),
            "credit": _("Under the picture: whose photograph, as “Getty”."),
            "doi": _("In citations, as 10.5555/12345678."),
            "english_newsletter": _("As the source wrote it; kept for exports."),
            "other_newsletter": _("As the source wrote it; kept for exports."),
            "center_affiliation": _("As the source wrote it; kept for exports."),
            "program_affiliation": _("As the source wrote it; kept for exports."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.losses: tuple[str, ...] = ()
        if self.instance.pk:
            if "body" in self.fields:
                self.fields["body"].widget.attrs["dir"] = self.instance.direction
            self.initial["published"] = self.instance.published

    def clean_body(self) -> str:
        try:
            cleaned = clean(self.cleaned_data["body"])
        except HtmlRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from refusal
        self.losses = cleaned.losses
        self.refuse_undescribed(cleaned.html)
        return CleanHTML(cleaned.html)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "published" in cleaned:
            self.instance.published = cleaned["published"]
        return self.moved(cleaned)
