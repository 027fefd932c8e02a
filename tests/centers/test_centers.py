"""Centers: which stands at the root, which words and colours they may take."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from archive.authority import keep_past_slug
from archive.centers.models import Center, MenuItem
from archive.text.colours import NIGHT, PAPER, READABLE, contrast, shade_for
from tests.makers import make_center, make_term

pytestmark = pytest.mark.django_db


def test_the_center_at_the_root_is_the_one_that_is_marked():
    make_center("First")
    Center.objects.update(is_default=False)
    marked = make_center("Second", is_default=True)
    assert Center.objects.default() == marked
    with pytest.raises(IntegrityError), transaction.atomic():
        make_center("Third", is_default=True)


def test_an_empty_archive_has_no_center_at_its_root():
    assert Center.objects.default() is None


@pytest.mark.parametrize("slug", ["articles", "search", "admin", "oai", "topics"])
def test_a_slug_that_is_another_pages_address_is_refused(slug):
    with pytest.raises(ValidationError, match="address of another page"):
        Center(name="Tarn House", slug=slug).full_clean()


@pytest.mark.parametrize("colour", ["#ffcc00", "#ffffff", "red", "#12345", "#8a1f2b;}"])
def test_an_accent_that_cannot_be_read_is_refused(colour):
    with pytest.raises(ValidationError):
        Center(name="Tarn House", slug="tarn", accent=colour).full_clean()


@pytest.mark.parametrize("colour", ["#8a1f2b", "#0b3d5c", "#274e13", "#000000", "#5b2a86"])
def test_every_accent_has_a_shade_for_the_night(colour):
    assert contrast(colour, PAPER) >= READABLE
    assert contrast(shade_for(NIGHT, colour), NIGHT) >= READABLE


def test_a_menu_item_leads_to_a_term_or_to_an_address():
    center, term = make_center(), make_term("region", "Estuary")
    item = MenuItem.objects.create(center=center, term=term)
    assert (item.text, item.address) == ("Estuary", "/regions/estuary/")
    for url in ("javascript:alert(1)", "//evil.example", "data:text/html,x", "articles"):
        with pytest.raises(ValidationError, match="https"):
            MenuItem(center=center, label="Research", url=url).full_clean()
    with pytest.raises(ValidationError, match="not both"):
        MenuItem(center=center, term=term, label="x", url="/articles/").full_clean()


def test_a_past_slug_is_kept_and_a_slug_in_use_again_is_not_past():
    center = make_center("Tarn House", slug="tarn")
    center.slug = "loch"
    center.save()
    keep_past_slug(center, "tarn")
    assert [past.slug for past in center.past_slugs.all()] == ["tarn"]
    center.slug = "tarn"
    center.save()
    keep_past_slug(center, "loch")
    assert [past.slug for past in center.past_slugs.all()] == ["loch"]


@pytest.mark.parametrize("field", ["umbrella", "successor"])
def test_no_center_leads_back_to_itself(field):
    one = make_center("One")
    two = make_center("Two", **{field: one})
    three = make_center("Three", **{field: two})
    setattr(one, field, three)
    with pytest.raises(ValidationError, match="circle"):
        one.full_clean()
