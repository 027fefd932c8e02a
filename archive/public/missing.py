"""The list of addresses that readers asked for in vain: what is worth noting, and how often.

It never costs a reader anything: at most a few rows are written in a second, none while the database is busy
or cannot be written. It knows nothing of who asked: an address, and the page that led there.
"""

from __future__ import annotations

import re
import threading
import time
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import is_valid_path

from archive.articles.addresses import note_missing
from archive.public.forwarding import address_of
from archive.text.addresses import is_safe_url, path_of

A_SECOND = 5
AT_ONCE = 20
PAUSE = 30.0
"""Seconds without a note after the database has refused one."""
LONGEST_ADDRESS = 2000
LONGEST_REFERRER = 500

OWN = {"accents.css", "admin", "api", "favicon.ico", "healthz", "i18n", "jsi18n", "media", "metrics", "oai"}
OWN |= {"readyz", "robots.txt", "sitemap.xml", "static", "preview"}
"""First segments under which only machines and editors ask."""

_NOISE = re.compile(
    r"""
    /\.                                          # hidden files: /.env, /.git/config, /.well-known/
    | ^/(?:wp-(?:admin|includes|json|content/(?:plugins|themes|cache))|cgi-bin|vendor|phpmyadmin|pma|myadmin
        |mysql|adminer|actuator|boaform|owa|ecp|autodiscover|solr|jenkins|hudson|manager/html|telescope|console
        |_ignition|geoserver|hnap1|druid|nacos|struts2?|graphql|swagger|v\d/api|_profiler|administrator)(?![^/?])
    | /(?:wp-\w+|xmlrpc|eval-stdin|phpinfo|shell|cmd|config|setup|install|upload|uploader|adminer|alfa|wso|c99
        |r57|filemanager|phpunit|\d{1,2}|[a-z]{1,2})\.(?:php\d?|aspx?|jsp|cgi)(?![^/?])
    | /(?:feed|rss|trackback|embed)(?:$|\?)
    | \.(?:env|git|svn|bak|old|orig|swp|sql|sqlite|log|ini|ya?ml|toml|lock|key|pem|pfx|exe|dll|sh|bash|tar|gz
        |tgz|rar|7z|css|js|mjs|map|woff2?|ttf|eot|otf|ico|gif|jpe?g|png|webp|svg|avif|bmp|xml|rss|atom|txt
        |json)(?:$|\?)
    | \.\./ | <script | \$\{ | \bunion\b.+\bselect\b | etc/passwd | proc/self | base64 | php://
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Allowance:
    """How many notes this process may write: so many a second on the average, so many at once."""

    def __init__(self, a_second: float, at_once: float) -> None:
        self.a_second, self.at_once = a_second, at_once
        self.lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Begin anew with all that may be written at once."""
        self.left, self.since = float(self.at_once), time.monotonic()

    def take(self) -> bool:
        """Take one note from what is left; say whether there was one."""
        with self.lock:
            now = time.monotonic()
            if now > self.since:
                self.left = min(self.at_once, self.left + (now - self.since) * self.a_second)
                self.since = now
            if self.left < 1:
                return False
            self.left -= 1
            return True

    def pause(self, seconds: float) -> None:
        """Allow nothing for so long."""
        with self.lock:
            self.left, self.since = 0.0, time.monotonic() + seconds


allowance = Allowance(A_SECOND, AT_ONCE)


def note(request: HttpRequest) -> None:
    """Note that a reader asked for an address in vain. Never raises, and never waits."""
    if request.method != "GET":
        return
    path = path_of(address_of(request))
    if not is_worth_noting(path) or will_be_asked_again(request) or not allowance.take():
        return
    try:
        note_missing(path, referrer_of(request))
    except DatabaseError:
        allowance.pause(PAUSE)


def is_worth_noting(path: str) -> bool:
    """Whether the path, normalised, may have been a page once: no file of ours, nothing that scanners try."""
    first = path[1:].partition("/")[0].partition("?")[0].lower()
    if not path or len(path) > LONGEST_ADDRESS or first in OWN:
        return False
    return not _NOISE.search(unquote(path))


def will_be_asked_again(request: HttpRequest) -> bool:
    """Whether Django is about to lead to the same address with a slash at its end."""
    path = request.path_info
    return settings.APPEND_SLASH and not path.endswith("/") and is_valid_path(f"{path}/")


def referrer_of(request: HttpRequest) -> str:
    """Return the page that led here, without its query, which may tell who reads; "" for none."""
    referrer = request.META.get("HTTP_REFERER", "")
    if not is_safe_url(referrer):
        return ""
    parts = urlsplit(referrer)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:LONGEST_REFERRER]
