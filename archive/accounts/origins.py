"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from archive.text.strings import tidy

NETWORK_OF_6 = 64
"""Bits of an IPv6 address that name a household; it may use all addresses below."""
LONGEST_AGENT = 200


def address_of(request: HttpRequest) -> str | None:
    """Return the address of the client, None where it cannot be told.

    Behind proxies it is what the outermost of ours wrote down: with `ARCHIVE_PROXIES=1` the last address of
    X-Forwarded-For. What stands before that the client may have invented.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        said = hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else ""
    try:
        address = ipaddress.ip_address(said.strip())
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)


def origin_of(address: str | None) -> str:
    """Return under what tries from an address are counted: the address, for IPv6 its network."""
    if address is None:
        return ""
    if ":" in address:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/{NETWORK_OF_6}", strict=False))
    return address


def agent_of(request: HttpRequest) -> str:
    """Return what the browser calls itself."""
    return tidy(request.META.get("HTTP_USER_AGENT", "")[:1000], limit=LONGEST_AGENT)
