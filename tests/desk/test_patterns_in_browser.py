"""The pattern page in Chromium: axe finds nothing wrong with any component in any state."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""Without the practices for whole pages: landmarks and headings stand here many times over."""
RUN = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}`)))"""


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark"), ("zh-hans", "light")])
def test_axe_finds_nothing_on_the_pattern_page(page, admin_client, live_server, language, scheme):
    page.set_default_timeout(90_000)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": admin_client.cookies[name].value, "url": live_server.url}]
    )
    page.goto(f"/admin/patterns/?language={language}&scheme={scheme}")
    assert page.locator(".specimen").count() > 50
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.evaluate(Axe().axe_script)
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(RUN, {"runOnly": STANDARD}) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
