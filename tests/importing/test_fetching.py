"""What `--fetch-media` takes from the network: from public addresses only, and no more than was agreed."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from archive.importing import fetching
from archive.importing.fetching import Fetcher, NotFetched, is_public

MOST = 100_000


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "100.128.0.1"]
)
def test_an_address_of_the_open_internet_may_be_asked(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "255.255.255.255",
        "100.64.0.1", "100.127.255.254", "224.0.0.1", "239.255.255.250", "240.0.0.1", "192.0.2.1",
        "198.18.0.1", "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
        "fec0::1", "ff02::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:100.64.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "64:ff9b:1::5db8:d70e", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:6440:1::",
        "2001:0:5db8:d70e::1", "2606:2800:21f:cb07:0:5efe:7f00:1", "2606:2800:21f:cb07:200:5efe:a00:1",
    ],
)  # fmt: skip
def test_no_private_address_in_any_disguise_may_be_asked(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["64:ff9b::5db8:d70e", "2002:5db8:d70e::1", "::ffff:93.184.215.14"])
def test_an_address_that_carries_a_public_one_may_be_asked(address):
    assert is_public(ip_address(address))


class Site(BaseHTTPRequestHandler):
    """Answers as the path says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        what, _, rest = self.path[1:].partition("/")
        getattr(self, f"answer_{what}")(rest)

    def send(self, body=b"", status=200, length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Set-Cookie", "seen=1")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_file(self, rest):
        self.send(b"a file")

    def answer_on(self, rest):
        self.send(status=302, Location=f"/on/{int(rest) - 1}" if rest != "0" else "/file")

    def answer_to(self, rest):
        self.send(status=301, Location=rest)

    def answer_missing(self, rest):
        self.send(status=404)

    def answer_large(self, rest):
        self.send(b"x" * (MOST + 1))

    def answer_endless(self, rest):
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"x" * 10_000)

    def answer_bomb(self, rest):
        self.send(gzip.compress(b"\0" * 10_000_000), Content_Encoding="gzip")

    def answer_packed(self, rest):
        self.send(gzip.compress(b"a file"), Content_Encoding="gzip")

    def answer_odd(self, rest):
        self.send(b"?", Content_Encoding="br")

    def answer_short(self, rest):
        self.send(b"half", length=8)
        self.close_connection = True

    def answer_slow(self, rest):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing of clients that hang up: that is what is tested."""


@pytest.fixture
def site():
    """Yield a server on this machine: its `address`, and what it was `asked`."""
    server = Server(("127.0.0.1", 0), Site)
    server.asked = []
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetcher(site):
    """Return a fetcher that may ask that server, and nobody else."""
    return Fetcher(
        is_allowed=lambda address: str(address) == "127.0.0.1", ports=(80, 443, site.server_port), pause=0
    )


def test_a_file_is_fetched_without_cookies_by_a_client_that_says_who_it_is(site, fetcher):
    assert fetcher.get(f"{site.address}/file/1", MOST) == b"a file"
    assert fetcher.get(f"{site.address}/file/2", MOST) == b"a file"
    for _, headers in site.asked:
        assert "think-tank-archive" in headers["User-Agent"]
        assert "Cookie" not in headers


def test_this_machine_is_never_asked_unless_a_test_says_so(site):
    with pytest.raises(NotFetched, match="not on the open internet"):
        Fetcher(ports=(site.server_port,)).get(f"{site.address}/file", MOST)
    with pytest.raises(NotFetched, match="80 and 443 only"):
        Fetcher().get(f"{site.address}/file", MOST)
    assert site.asked == []


@pytest.mark.parametrize(
    "host", ["localhost", "0x7f.1", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_way_of_writing_this_machine_is_asked(host):
    with pytest.raises(NotFetched, match=r"not on the open internet|is not found"):
        Fetcher().get(f"http://{host}/", MOST)


def test_a_name_is_resolved_once_and_its_judged_address_is_asked(monkeypatch, site, fetcher):
    looked = []

    def look(host, port, **more):
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look)
    monkeypatch.setattr(
        fetching.socket, "create_connection", lambda where, timeout: connect(where, timeout=timeout)
    )
    assert fetcher.get(f"http://files.example:{site.server_port}/file", MOST) == b"a file"
    assert looked == ["files.example"]
    assert site.asked[0][1]["Host"] == f"files.example:{site.server_port}"


def connect(where, timeout):
    """Connect without asking for names."""
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    connection.connect(where)
    return connection


def test_a_name_with_one_private_address_among_others_is_not_asked(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotFetched, match=r"files\.example, which is not on the open internet"):
        Fetcher().get("http://files.example/", MOST)


def test_redirects_are_followed_five_times(site, fetcher):
    assert fetcher.get(f"{site.address}/on/4", MOST) == b"a file"
    with pytest.raises(NotFetched, match="redirected more than 5 times"):
        fetcher.get(f"{site.address}/on/5", MOST)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", "not on the open internet"),
        ("http://127.0.0.2:80/", "not on the open internet"),
        ("http://127.0.0.1:22/", "80 and 443 only"),
        ("file:///etc/passwd", "no plain web address"),
        ("ftp://files.example/", "no plain web address"),
        ("http://someone:secret@127.0.0.1/", "no plain web address"),
    ],
)
def test_every_redirect_is_judged_anew(site, fetcher, target, reason):
    with pytest.raises(NotFetched, match=reason):
        fetcher.get(f"{site.address}/to/{target}", MOST)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing", "answers 404"),
        ("large", "is larger than"),
        ("endless", "is larger than"),
        ("bomb", "is larger than"),
        ("odd", "packed as br"),
        ("short", "breaks off|could not be fetched"),
    ],
)
def test_what_is_not_fetched_is_said_with_its_reason(site, fetcher, path, reason):
    with pytest.raises(NotFetched, match=reason):
        fetcher.get(f"{site.address}/{path}", MOST)


def test_what_a_server_packs_unasked_is_unpacked(site, fetcher):
    assert fetcher.get(f"{site.address}/packed", MOST) == b"a file"


def test_a_server_that_dribbles_is_cut_off(site, fetcher):
    fetcher.seconds = 0.4
    started = time.monotonic()
    with pytest.raises(NotFetched, match="too long"):
        fetcher.get(f"{site.address}/slow", MOST)
    assert time.monotonic() - started < 3


def test_a_host_that_never_answers_is_left_alone(fetcher):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    fetcher.ports = (port,)
    for _ in range(fetching.PATIENCE):
        with pytest.raises(NotFetched, match="could not be fetched"):
            fetcher.get(f"http://127.0.0.1:{port}/", MOST)
    with pytest.raises(NotFetched, match="has not answered several times"):
        fetcher.get(f"http://127.0.0.1:{port}/", MOST)


def test_an_address_in_any_script_is_sent_in_ascii(site, fetcher):
    assert fetcher.get(f"{site.address}/file/порт и мол.png?q=é#end", MOST) == b"a file"
    assert site.asked[0][0] == "/file/%D0%BF%D0%BE%D1%80%D1%82%20%D0%B8%20%D0%BC%D0%BE%D0%BB.png?q=%C3%A9"


@pytest.mark.parametrize(
    "url", ["http://[", "http://", "javascript:alert(1)", "http://exa\u200bmple\x00.org/", ""]
)
def test_what_is_no_address_is_said_and_nothing_raised(url):
    with pytest.raises(NotFetched):
        Fetcher().get(url, MOST)
