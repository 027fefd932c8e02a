"""Pictures, a PDF and a network to find them on; what tests ask of a storage and a body."""

from __future__ import annotations

import io
import re

from PIL import Image

from archive.importing.fetching import NotFetched

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
URL = "https://lantern.example/posts/2014/12/pier-lamp"


def png(size=(3, 2), colour="teal", kind="PNG", **options):
    """Return the bytes of a picture."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, kind, **options)
    return content.getvalue()


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def kept(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def source_of(html):
    return re.search(r'<img src="([^"]*)"', html)[1]


def said(reading):
    return " ".join(map(str, reading.faults))


class Network:
    """What stands on the network, by address; remembers what was asked for."""

    def __init__(self, **pages):
        self.pages = {
            f"https://lantern.example/{name.replace('_', '.')}": data for name, data in pages.items()
        }
        self.asked = []

    def get(self, url, most):
        self.asked.append(url)
        if url in self.pages:
            return self.pages[url]
        raise NotFetched("answers 404 Not Found")
