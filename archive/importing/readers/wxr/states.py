"""What is an article, in which state, and when it was published."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from archive.importing.readers.wxr.items import Item
from archive.importing.readers.wxr.lookup import PEOPLE_TYPES

PLUMBING = frozenset(
    """
    attachment revision guest-author guest_author nav_menu_item custom_css customize_changeset oembed_cache
    user_request wp_block
    wp_template wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf acf-field
    acf-field-group acf-post-type acf-taxonomy acf-ui-options-page feedback jetpack_migration jp_pay_order
    jp_pay_product wpcf7_contact_form flamingo_contact flamingo_inbound flamingo_outbound wpforms
    wpforms_log nf_sub ninja_form gravityview elementor_library elementor_font elementor_icons
    e-landing-page et_pb_layout et_template et_theme_builder fl-builder-template fusion_template
    fusion_element fusion_tb_layout vc_grid_item vc4_templates templatera ml-slider ml-slide slider
    soliloquy envira ngg_gallery ngg_album ngg_pictures lightbox_library displayed_gallery
    display_type gal_display_source mc4wp-form popup popup_theme optionsframework option-tree safecss
    redirect_rule shop_order shop_order_refund shop_coupon shop_webhook product_variation scheduled-action
    wpcode code_snippet wp-types-group wp-types-user-group wpcf-field tablepress_table tribe_venue
    tribe_organizer tribe-ea-record tdlm_subscriber bp-email amp_validated_url polylang_mo ppmacf_field
    ppma_boxes blocks_shortcode is_search_form sp_logo_carousel sidebar spucpt simple-pay wp_log
    edd_log edd_payment edd_discount mailpoet_page frm_form_actions frm_styles iframe visualizer
    """.split()
)
"""Types of what a site is built with: never read, only looked up."""

_KINDS = {
    "post": "",
    "posts": "",
    "page": "page",
    "tribe_events": "event",
    "events": "event",
    "mec-events": "event",
    "ai1ec_event": "event",
    "press_release": "pressRelease",
    "press-release": "pressRelease",
    "press-releases": "pressRelease",
    "pressrelease": "pressRelease",
    "books": "book",
    "articles": "article",
    "papers": "paper",
}
_WITHDRAWN = frozenset("archive archived expired unpublished withdrawn".split())
_STATES = {"draft": "draft", "pending": "review", "private": "draft", "publish": "", "future": ""}
_STATES |= dict.fromkeys(_WITHDRAWN, "withdrawn")
_NO_DATE = re.compile(r"0000-00-00|-0001|1970-01-01 00:00:00$")
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})")


def kind_of(post_type: str) -> str:
    """Return the code of the kind that a type of post is by itself; "" for a plain post."""
    return _KINDS.get(post_type.lower(), post_type)


def is_read(item: Item) -> bool:
    """Whether an item is something that people read, and not a part of the site or an empty shell."""
    return item.type.lower() not in PLUMBING and item["wp:status"] != "auto-draft"


def refusal(item: Item) -> tuple[str, str]:
    """Return why an item is no article, and what would make it one; ("", "") where it may be one."""
    if item["wp:post_password"]:
        return "is protected by a password, and was not taken", "Take the password off at the source"
    if item.type.lower() in PEOPLE_TYPES:
        return (
            f'is of the type "{item.type}": somebody\'s page, and no article',
            f'If these are works, say so in the mapping: [types] {item.type} = "article"',
        )
    if item["wp:status"] == "trash" and item.meta.get("_wp_trash_meta_status") != "publish":
        return "lies in the trash of its site, and was never published", "Restore it there, or leave it out"
    return "", ""


def state_of(item: Item) -> tuple[str, str]:
    """Return the record's state, and the words of a status that is not understood (then it is a draft)."""
    status = item["wp:status"].lower()
    if status == "trash":
        return "withdrawn", ""
    if status == "future" and not instant_of(item):
        return "draft", status
    if status in _STATES:
        return _STATES[status], ""
    return "draft", status or "none"


def instant_of(item: Item) -> str:
    """Return when an item was or will be published: the local day and time, with its distance from UTC.

    Without a distance that can be trusted it is the day alone; "" for no date.
    """
    local, universal = (_moment(item[f"wp:post_date{suffix}"]) for suffix in ("", "_gmt"))
    if local and universal:
        minutes = (local - universal).total_seconds() / 60
        if abs(minutes) <= 15 * 60 and minutes % 15 == 0:
            zone = dt.timezone(dt.timedelta(minutes=minutes))
            return local.replace(tzinfo=zone).isoformat()
    if local:
        return local.date().isoformat() if item["wp:status"] != "future" else local.isoformat() + "Z"
    if universal:
        return universal.replace(tzinfo=dt.UTC).isoformat()
    written = item["wp:post_date"]
    if written and not _NO_DATE.search(written):
        return written.partition(" ")[0]
    try:
        published = parsedate_to_datetime(item["pubDate"])
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
    return published.isoformat() if published.year > 1 else ""


def _moment(text: str) -> dt.datetime | None:
    found = _LOCAL.fullmatch(text)
    if not found or _NO_DATE.search(text):
        return None
    try:
        return dt.datetime.fromisoformat(f"{found[1]}T{found[2]}")
    except ValueError:
        return None
