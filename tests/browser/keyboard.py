"""Walking a page by keyboard alone, from control to control by the names a screen reader says."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # not there on a newcomer's machine
    from playwright.sync_api import Page

MOST_STEPS = 140
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const labels = [...(one.labels ?? [])].map((label) => label.innerText).join(" ");
    const group = one.type === "radio" ? one.closest("fieldset")?.querySelector("legend")?.innerText + ": " : "";
    const name = one.getAttribute("aria-label") || labels || one.innerText || one.value || "";
    return group + name.replace(/\\s+/g, " ").trim();
}"""


class Keys:
    """One person's hands on a keyboard: no mouse is ever used."""

    def __init__(self, page: "Page"):
        self.page = page

    def focused(self) -> str:
        """The name of what has the focus, also inside a frame; empty where nothing has."""
        frame = self.page.main_frame
        if frame.evaluate("document.activeElement?.tagName") == "IFRAME":
            frame = frame.evaluate_handle("document.activeElement").as_element().content_frame()
        return frame.evaluate(FOCUSED) or ""

    def reach(self, name: str, *, key: str = "Tab") -> "Keys":
        """Step on until the focus is on something of this name (a regular expression)."""
        passed = []
        for _step in range(MOST_STEPS):
            here = self.focused()
            if here and re.search(name, here):
                return self
            passed.append(here)
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} never came to {name}; it passed {passed}")

    def press(self, name: str, key: str = "Enter") -> "Keys":
        self.reach(name)
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()
        return self

    def write(self, words: str) -> "Keys":
        """Into what has the focus, in the place of what stands there."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
        return self
