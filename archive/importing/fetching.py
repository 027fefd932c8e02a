"""Files from the network, when staff ask for them: from public addresses only, and no more than was agreed.

A name is resolved once, and the connection goes to the very address that was judged: a name that changes its
mind between the look and the leap gains nothing. Neither proxies nor cookies nor passwords are used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

from archive.text.addresses import is_safe_url

MOST_REDIRECTS = 5
PORTS = (80, 443)
SECONDS_TO_CONNECT = 10.0
SECONDS_IN_ALL = 60.0
PAUSE = 0.2
"""Seconds between two questions to one host."""
PATIENCE = 3
"""Failed connections in a row after which a host is left alone for the rest of the run."""
PIECE = 65_536

_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = IPv6Network("::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)

Address = IPv4Address | IPv6Address


class NotFetched(Exception):
    """What was not fetched. Its text goes on from the address: "answers 404 Not Found"."""


def is_public(address: Address) -> bool:
    """Say whether a network address may be connected to: one of the open internet, in every disguise.

    What `ipaddress` calls global is not enough: an IPv6 address may carry an IPv4 one (mapped, compatible,
    6to4, Teredo, NAT64, ISATAP), which has to be public as well.
    """
    if isinstance(address, IPv6Address):
        if address.scope_id or address in _NAT64_LOCAL or address.is_site_local or address.teredo:
            return False
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
    elif address in _RELAYS:
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_private
    )


_RELAYS = frozenset(IPv4Address(f"192.88.99.{last}") for last in range(256))


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address carries, None where it carries none."""
    whole = int(address)
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE or (whole >> 32) & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(whole & 0xFFFFFFFF)
    return None


class Fetcher:
    """Fetches files one after another, politely; remembers hosts that do not answer.

    `is_allowed` judges network addresses and `ports` are those connected to: both are for tests to widen.
    """

    def __init__(
        self,
        *,
        is_allowed: Callable[[Address], bool] = is_public,
        ports: Collection[int] = PORTS,
        pause: float = PAUSE,
        seconds: float = SECONDS_IN_ALL,
    ) -> None:
        self.is_allowed = is_allowed
        self.ports = ports
        self.pause = pause
        self.seconds = seconds
        self.asked: dict[str, float] = {}
        self.failed: dict[str, int] = {}
        self.trusted = ssl.create_default_context()

    def get(self, url: str, most: int) -> bytes:
        """Return the bytes at an address, `most` of them at most; raise `NotFetched` with the reason."""
        until = time.monotonic() + self.seconds
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url, most, until)
            if isinstance(answer, bytes):
                return answer
            url = answer
        raise NotFetched(f"is redirected more than {MOST_REDIRECTS} times")

    def _ask(self, url: str, most: int, until: float) -> bytes | str:
        """Return the bytes, or the address to which the question is sent on."""
        url = _as_sent(url)
        if not is_safe_url(url):
            raise NotFetched("leads to what is no plain web address")
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        if port not in self.ports:
            raise NotFetched(f"asks for port {port}, and files come from 80 and 443 only")
        if self.failed.get(host, 0) >= PATIENCE:
            raise NotFetched(f"was not asked for, since {host} has not answered several times")
        address = self._judged(host, port)
        self._wait_for(host)
        connection = _Connection(host, port, str(address), self.trusted if secure else None, until)
        try:
            answer = connection.ask(parts.path or "/", parts.query, most)
        except NotFetched:
            raise
        except (OSError, http.client.HTTPException, ValueError) as reason:
            connection.check_time()
            self.failed[host] = self.failed.get(host, 0) + 1
            raise NotFetched(f"could not be fetched ({_words(reason)})") from reason
        finally:
            connection.close()
        self.failed.pop(host, None)
        return urljoin(url, answer) if isinstance(answer, str) else answer

    def _judged(self, host: str, port: int) -> Address:
        """Resolve a host, once; return the address to connect to, when all it has may be connected to."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [ip_address(entry[4][0]) for entry in found]
        except (OSError, UnicodeError, ValueError) as reason:
            self.failed[host] = self.failed.get(host, 0) + 1
            raise NotFetched(f"names the host {host}, which is not found") from reason
        if not addresses or not all(self.is_allowed(address) for address in addresses):
            raise NotFetched(f"names the host {host}, which is not on the open internet")
        return next((one for one in addresses if isinstance(one, IPv4Address)), addresses[0])

    def _wait_for(self, host: str) -> None:
        left = self.asked.get(host, 0.0) + self.pause - time.monotonic()
        if left > 0:
            time.sleep(left)
        self.asked[host] = time.monotonic()


class _Connection:
    """One question to one network address, cut off when its time is over, however slowly it is answered."""

    def __init__(
        self, host: str, port: int, address: str, trusted: ssl.SSLContext | None, until: float
    ) -> None:
        self.host = host
        self.until = until
        self.socket: socket.socket | None = None
        self.timer: threading.Timer | None = None
        kind = http.client.HTTPSConnection if trusted else http.client.HTTPConnection
        self.http = kind(host, port, timeout=SECONDS_TO_CONNECT)
        self.http.connect = lambda: self._connect(address, port, trusted)  # type: ignore[method-assign]

    def ask(self, path: str, query: str, most: int) -> bytes | str:
        """Return the body of the answer, or where it redirects to."""
        headers = {
            "User-Agent": f"think-tank-archive (bringing files of its own works home; {settings.BASE_URL})",
            "Accept": "image/*, application/pdf, */*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        self.http.request("GET", f"{path}?{query}" if query else path, headers=headers)
        answer = self.http.getresponse()
        if answer.status in (301, 302, 303, 307, 308) and (location := answer.headers.get("Location")):
            return location
        if answer.status != 200:
            raise NotFetched(f"answers {answer.status} {answer.reason}".strip()[:80])
        with suppress(ValueError):
            if int(answer.headers.get("Content-Length", "0")) > most:
                raise NotFetched(f"is larger than {most // 1_048_576} MB")
        return _body(answer, most, self.check_time)

    def close(self) -> None:
        """Hang up."""
        if self.timer:
            self.timer.cancel()
        self.http.close()
        if self.socket:
            self.socket.close()

    def _connect(self, address: str, port: int, trusted: ssl.SSLContext | None) -> None:
        self.check_time()
        plain = socket.create_connection((address, port), timeout=SECONDS_TO_CONNECT)
        self.socket = plain
        self.timer = threading.Timer(max(0.1, self.until - time.monotonic()), self._hang_up)
        self.timer.daemon = True
        self.timer.start()
        if trusted:
            self.socket = trusted.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
            self.socket.do_handshake()
        self.http.sock = self.socket

    def _hang_up(self) -> None:
        with suppress(OSError):
            if self.socket:
                self.socket.shutdown(socket.SHUT_RDWR)

    def check_time(self) -> None:
        """Raise `NotFetched` where the time for the whole question is over."""
        if time.monotonic() > self.until:
            raise NotFetched("takes too long to arrive")


def _body(answer: http.client.HTTPResponse, most: int, check_time: Callable[[], None]) -> bytes:
    """Read a body piece by piece, unpacked where the server packed it unasked; count what comes out."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    unpack = None
    if encoding in ("gzip", "x-gzip", "deflate"):
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 32 if encoding != "deflate" else zlib.MAX_WBITS)
    elif encoding not in ("identity", ""):
        raise NotFetched(f"is packed as {encoding[:40]}, which was not asked for")
    body = bytearray()
    while piece := answer.read1(PIECE):
        check_time()
        try:
            body += unpack.decompress(piece, most + 1 - len(body)) if unpack else piece
        except zlib.error as reason:
            raise NotFetched("is packed in a broken way") from reason
        if len(body) > most:
            raise NotFetched(f"is larger than {most // 1_048_576} MB")
    check_time()
    if answer.length or (unpack and not unpack.eof):
        raise NotFetched("breaks off before its end")
    return bytes(body)


def _as_sent(url: str) -> str:
    """Return an address as it is sent: its host in ASCII, what is none percent-encoded, without its fragment.

    Raises `NotFetched` for what is no address at all.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as reason:
        raise NotFetched("is no web address") from reason
    path, query = (quote(part, safe="%/:?=&+,;@!$'()*[]~-._") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _words(reason: BaseException) -> str:
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return " ".join(str(words).split())[:120]
