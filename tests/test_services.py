"""The servers and the browser that tests may ask for do what they promise."""

import os

import psycopg
import pytest
import redis

from tests import services


def test_a_private_postgresql_leaves_nothing_behind():
    try:
        with services.postgresql() as address:
            home = address.partition("host=")[2]
            with psycopg.connect(address) as connection:
                assert connection.execute("SELECT lower('ЖÉ')").fetchone() == ("жé",)
            assert os.path.isdir(home)
    except services.Missing as reason:
        if services.in_ci():
            raise
        pytest.skip(f"Left out: {reason}")
    assert not os.path.exists(home)


def test_a_private_redis_answers(redis_address):
    assert redis.Redis.from_url(redis_address).ping()


@pytest.mark.browser
def test_a_browser_sees_the_live_site(page):
    assert page.goto("/healthz").status == 200
    assert page.text_content("body") == "The archive is up.\n"


@pytest.mark.browser
def test_the_admins_sign_in_page_breaks_no_policy(page):
    page.goto("/admin/login/")
    assert page.get_by_role("button").count() >= 1
