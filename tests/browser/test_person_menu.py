"""The person's menu opens inside what it hangs from: nothing of it is cut off, and nothing scrolls sideways for it."""

import pytest

SEEN_WHOLE = """() => {
  const side = document.querySelector(".sidebar"), bounds = side.getBoundingClientRect();
  const right = getComputedStyle(side).overflowX === "visible" ? innerWidth : bounds.left + side.clientWidth;
  const out = [...document.querySelectorAll(".menu-panel, .menu-panel :is(a, button)")].filter((one) => {
    const place = one.getBoundingClientRect();
    return place.width && (place.right > right || place.left < 0 || place.top < 0 || place.bottom > innerHeight);
  });
  return [out.map((one) => one.id || one.className), side.scrollWidth - side.clientWidth];
}"""


@pytest.mark.parametrize("width", [390, 840, 1280])
@pytest.mark.parametrize("language", ["en", "sv", "da", "nb", "fi"])
def test_the_open_menu_is_seen_whole(look, hotel, maria, width, language):
    maria.language = language
    maria.save()
    page = look(user=maria, width=width)
    page.goto("/")
    page.click("#person-menu")
    assert page.evaluate(SEEN_WHOLE) == [[], 0]
