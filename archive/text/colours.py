"""Colours of an institution made readable: contrast as WCAG 2.2 defines it, and a shade for each scheme."""

from __future__ import annotations

import colorsys
import re

PAPER, NIGHT = "#fbfaf6", "#14161a"
READABLE = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def is_colour(text: str) -> bool:
    """Whether the text is a colour as `#rrggbb`."""
    return bool(_HEX.match(text))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def shade_for(background: str, colour: str) -> str:
    """Return the colour itself, or the nearest lighter or darker shade that is readable on the background."""
    red, green, blue = _channels(colour)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    step = 0.01 if _luminance(background) < 0.2 else -0.01
    while contrast(colour, background) < READABLE and 0 <= lightness + step <= 1:
        lightness += step
        colour = "#" + "".join(
            f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation)
        )
    return colour


def _channels(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
