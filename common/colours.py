"""One colour of somebody's own, made readable: darker or lighter until its text can be read, in light and in dark.

Contrast is that of WCAG 2.2 (relative luminance of sRGB, (L1 + 0.05) / (L2 + 0.05)); 4.5 is asked of everything, since
the colour carries text and is text.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

READABLE = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
# The grounds the colour stands on, as in static/css/tokens.css.
_LIGHT_GROUNDS = ("#ffffff", "#faf8f4")
_DARK_GROUNDS = ("#1a2220", "#111715")
_ON_LIGHT, _ON_DARK = "#ffffff", "#0d1211"
_STEP = 0.01


@dataclass(frozen=True)
class Shades:
    """A colour for one theme: itself, pressed, and what is written on it."""

    accent: str
    hover: str
    on_accent: str


def is_colour(text: str) -> bool:
    """Whether it is written as "#1f6a57"."""
    return bool(_HEX.fullmatch(text or ""))


def contrast(one: str, other: str) -> float:
    """1 for equal colours, 21 for black on white."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def for_light(colour: str) -> Shades:
    """The colour, darkened as far as white text on it and it as text on paper can be read."""
    accent = _until_readable(colour, -_STEP, (*_LIGHT_GROUNDS, _ON_LIGHT))
    return Shades(accent, _moved(accent, -0.06), _ON_LIGHT)


def for_dark(colour: str) -> Shades:
    """The colour, lightened as far as dark text on it and it as text on dark can be read."""
    accent = _until_readable(colour, _STEP, (*_DARK_GROUNDS, _ON_DARK))
    return Shades(accent, _moved(accent, 0.06), _ON_DARK)


def as_css(colour: str) -> str:
    """Custom properties that put the colour in the accent's place; nothing for no colour or one we cannot read."""
    if not is_colour(colour):
        return ""
    light, dark = _properties(for_light(colour)), _properties(for_dark(colour))
    # As telling as the selectors in tokens.css, and outside of any layer: this wins in both themes.
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"


def _properties(shades: Shades) -> str:
    return (
        f"--accent:{shades.accent};--accent-hover:{shades.hover};"
        f"--on-accent:{shades.on_accent};--accent-text:{shades.accent}"
    )


def _until_readable(colour: str, step: float, grounds: tuple[str, ...]) -> str:
    for _turn in range(101):
        if all(contrast(colour, ground) >= READABLE for ground in grounds):
            break
        colour = _moved(colour, step)
    return colour.lower()


def _moved(colour: str, step: float) -> str:
    """The same hue, lighter by `step` (0 to 1), or darker where it is negative."""
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    moved = hls_to_rgb(hue, min(max(lightness + step, 0), 1), saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in moved)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
