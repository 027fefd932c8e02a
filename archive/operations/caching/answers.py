"""An answer as it is kept: made once, compressed once for each coding, and told apart by its validators.

The validators are strong: the digest of what is sent, with the coding. The instant of the last change is that
of the making, one second later where two different answers were made within a second, since HTTP tells no
shorter time; it stays what it was where the answer came out the same.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import brotli
import zstandard
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date_safe

from archive.articles.shown import Shown

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=6, lgwin=20),
    "zstd": lambda body: zstandard.compress(body, 9),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
"""The codings, the one that makes least first: of those that a client likes alike it is sent."""
IDENTITY = "identity"
SHORTEST = 512
"""Bytes from which on compressing is worth its while."""
COMPRESSED = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml",
              "application/feed+json")  # fmt: skip
LONGEST = 4 * 2**20
"""Bytes of the longest answer that is kept."""
SHARED, STALE = 30, 60
"""Seconds for which a shared cache shows an answer, and then shows it while it asks for a new one."""
CACHE_CONTROL = f"public, max-age=0, s-maxage={SHARED}, stale-while-revalidate={STALE}"
OWN_HEADERS = frozenset({"content-length", "etag", "last-modified", "cache-control", "vary", "date"})
_TOKEN = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*\Z")


@dataclass(slots=True)
class Answer:
    """A kept answer: its headers, its body by coding, what it shows, and the version it is right for.

    `changed` is the second of its last change.
    """

    headers: dict[str, str]
    bodies: dict[str, bytes]
    shown: Shown
    version: str
    digest: str
    changed: int
    is_new: bool = field(default=False, compare=False)

    @classmethod
    def of(cls, response: HttpResponse, shown: Shown, version: str, before: Answer | None) -> Answer:
        """Keep a response that was made under a version; `before` is what was kept at its address."""
        body = b"".join(response) if response.streaming else response.content
        headers = {name: value for name, value in response.items() if name.lower() not in OWN_HEADERS}
        told = json.dumps(headers, sort_keys=True).encode()
        digest = hashlib.blake2b(body + b"\0" + told, digest_size=16).hexdigest()
        changed = int(time.time())
        if before is not None:
            changed = before.changed if before.digest == digest else max(changed, before.changed + 1)
        return cls(headers, {IDENTITY: body}, shown, version, digest, changed, is_new=True)

    @property
    def size(self) -> int:
        """Bytes that the answer takes, more or less."""
        return sum(map(len, self.bodies.values())) + 100 * len(self.shown.records) + 2048

    @property
    def is_compressible(self) -> bool:
        """Whether its body becomes shorter by being compressed."""
        kind = self.headers.get("Content-Type", "")
        return len(self.bodies[IDENTITY]) >= SHORTEST and kind.startswith(COMPRESSED)

    def coding_for(self, accepted: str) -> str:
        """Return the coding to send to who accepts these ("br, gzip;q=0.8")."""
        if not accepted or not self.is_compressible:
            return IDENTITY
        return chosen(accepted)

    def body(self, coding: str) -> bytes:
        """Return the body in a coding, compressed the first time that it is asked for."""
        if coding not in self.bodies:
            self.bodies[coding] = COMPRESS[coding](self.bodies[IDENTITY])
            self.is_new = True
        return self.bodies[coding]

    def etag(self, coding: str) -> str:
        """Return the strong validator of the body in a coding."""
        return f'"{self.digest}"' if coding == IDENTITY else f'"{self.digest}-{coding}"'

    def is_known_to(self, request: HttpRequest) -> bool:
        """Whether who asks has the answer as it is: by the validator, by the instant only without one."""
        if known := request.META.get("HTTP_IF_NONE_MATCH"):
            return known.strip() == "*" or f'"{self.digest}' in known
        since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
        return since is not None and self.changed <= since

    def response(self, request: HttpRequest) -> HttpResponse:
        """Answer a request that reads: whole, by its head alone, or that nothing has changed."""
        coding = self.coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        own = {
            "ETag": self.etag(coding),
            "Last-Modified": http_date(self.changed),
            "Cache-Control": CACHE_CONTROL,
            "Vary": "Accept-Encoding",
        }
        if self.is_known_to(request):
            unchanged = HttpResponse(status=304, headers=self.headers | own)
            del unchanged.headers["Content-Type"]
            return unchanged
        body = self.body(coding)
        if coding != IDENTITY:
            own["Content-Encoding"] = coding
        own["Content-Length"] = str(len(body))
        return HttpResponse(b"" if request.method == "HEAD" else body, headers=self.headers | own)

    def packed(self) -> bytes:
        """Return what `unpacked` reads: a line that describes the answer, then its bodies."""
        about: dict[str, Any] = {
            "headers": self.headers,
            "shown": self.shown.as_data(),
            "version": self.version,
            "digest": self.digest,
            "changed": self.changed,
            "bodies": [[coding, len(body)] for coding, body in self.bodies.items()],
        }
        return b"\n".join((json.dumps(about).encode(), b"".join(self.bodies.values())))

    @classmethod
    def unpacked(cls, data: bytes) -> Answer | None:
        """Read a packed answer; None where it is damaged."""
        line, _mark, rest = data.partition(b"\n")
        try:
            about = json.loads(line)
            bodies, start = {}, 0
            for coding, length in about["bodies"]:
                bodies[coding] = rest[start : start + length]
                start += length
            if start != len(rest):
                return None
            shown = Shown.of_data(about["shown"])
            return cls(about["headers"], bodies, shown, about["version"], about["digest"], about["changed"])
        except (ValueError, KeyError, TypeError):
            return None


def chosen(accepted: str) -> str:
    """Return the coding to use for an `Accept-Encoding`: the one liked best, of equals the shortest."""
    liked: dict[str, float] = {}
    for one in accepted.lower().split(","):
        if match := _TOKEN.match(one):
            liked[match[1]] = float(match[2] or 1)
    others = liked.get("*", 0)
    weighed = [(liked.get(coding, others), -place, coding) for place, coding in enumerate(COMPRESS)]
    weight, _place, coding = max(weighed)
    return coding if weight > 0 and weight >= liked.get(IDENTITY, 0) else IDENTITY
