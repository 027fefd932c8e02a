"""Files that are brought: hidden behind addresses nobody guesses, refused beyond the limits in a sentence."""

from __future__ import annotations

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from archive.articles.models import Article, Attachment
from archive.files import BIGGEST_ATTACHMENT, Unguessable, validate_attachment, validate_picture
from tests.makers import make_article


def picture(size: tuple[int, int] = (3, 2), kind: str = "PNG") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("1", size).save(data, kind)
    return SimpleUploadedFile(f"quay.{kind.lower()}", data.getvalue())


def test_an_upload_is_kept_under_an_address_that_nobody_guesses():
    first, second = (Unguessable("attachments")(Attachment(), "report.pdf") for _ in range(2))
    assert re.fullmatch(r"attachments/[0-9a-f]{32}/report\.pdf", first)
    assert first != second


def refused(**values: object) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        Article(title="The Quay", slug="quay", **values).clean_fields(exclude=["path"])
    return refusal.value.message_dict["image"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (picture((8000, 7000)), "8000 × 7000 pixels"),
        (picture(kind="BMP"), "kind BMP is not shown"),
    ],
)
def test_a_picture_beyond_the_limits_is_refused_in_a_sentence(file, sentence):
    assert sentence in refused(image=file)[0]


def test_a_heavy_file_is_refused_in_a_sentence():
    file = SimpleUploadedFile("report.pdf", b"")
    file.size = BIGGEST_ATTACHMENT + 1
    with pytest.raises(ValidationError, match="larger than 25 MB"):
        Attachment(file=file).clean_fields(exclude=["article"])


def test_what_was_taken_in_once_is_not_asked_again():
    kept = Attachment(file="attachments/lost.pdf").file
    validate_attachment(kept)
    validate_picture(kept)


@pytest.mark.django_db
def test_a_picture_lost_from_the_storage_stops_no_editor():
    work = make_article(image="pictures/lost.webp", image_width=3, image_height=2)
    work = Article.objects.get(pk=work.pk)
    work.full_clean()
    work.save()
    assert (work.image.name, work.image_width, work.image_height) == ("pictures/lost.webp", 3, 2)
