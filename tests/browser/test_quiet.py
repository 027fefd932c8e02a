"""Nothing happens behind a reader's back: no cookie, no stranger, no complaint."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from lxml import html

from tests.browser.examples import EXAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", EXAMPLES)]


def test_the_console_stays_empty(name, visited):
    status = EXAMPLES[name].status
    of_the_page = f"the server responded with a status of {status}"
    assert [said for said in visited(name).said if status == 200 or of_the_page not in said] == []


def test_every_file_arrives(name, visited):
    seen = visited(name)
    _page, *files = seen.fetched
    assert seen.failed == []
    assert [one.address for one in files if one.status not in (200, 206)] == []


def test_no_other_host_is_asked_for_anything(name, visited, site):
    hosts = {urlsplit(one.address).netloc for one in visited(name).fetched}
    assert hosts == {urlsplit(site).netloc}


def test_no_cookie_is_set(name, visited):
    assert visited(name).cookies == []


def test_the_policy_forbids_all_that_stands_inside_the_page(name, visited):
    policy = visited(name).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-" not in policy


def test_no_script_and_no_style_stands_inside_the_page(name, visited):
    page = html.fromstring(visited(name).html)
    data = "@type='application/ld+json'"  # a block of data, which no browser runs
    assert page.xpath(f"//style | //script[not(@src or {data})] | //@style") == []
    assert page.xpath("//@*[starts-with(name(), 'on') or starts-with(., 'javascript:')]") == []
