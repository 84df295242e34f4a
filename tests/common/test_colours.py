"""An organisation's own colour can always be read, whatever it was."""

import pytest

from common import colours

ODD = ["#000000", "#ffffff", "#ffff00", "#00ff00", "#ff0000", "#0000ff", "#808080", "#1f6a57", "#FFC0CB", "#010101"]


@pytest.mark.parametrize("colour", ODD)
def test_text_on_it_and_it_as_text_can_be_read_in_light_and_in_dark(colour):
    light, dark = colours.for_light(colour), colours.for_dark(colour)
    pairs = [
        (light.on_accent, light.accent),
        (light.accent, "#faf8f4"),
        (dark.on_accent, dark.accent),
        (dark.accent, "#1a2220"),
    ]
    assert min(colours.contrast(*pair) for pair in pairs) >= colours.READABLE


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert colours.for_light("#1f6a57").accent == "#1f6a57"
    assert colours.for_dark("#66c7aa").accent == "#66c7aa"


def test_contrast_is_that_of_the_guidelines():
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21
    assert round(colours.contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("typed", ["", "red", "#12345", "#12345g", "#123456;}body{display:none", None])
def test_what_is_no_colour_gives_no_style(typed):
    assert colours.as_css(typed) == ""
