"""Answering many links over HTTP, as many customers at once."""

import re
from concurrent.futures import ThreadPoolExecutor

from tests.journeys.visiting import Page, Visitor, control_names, form_fields

CUSTOMERS_AT_ONCE = 8


def answer(link: str, *, words: str = "", choice: str = "", language: str = "sv") -> Page:
    """Open the link, answer its first question, send. Gives the page that came back."""
    visitor = Visitor(language=language)
    page = visitor.get(f"{link}?language={language}")
    return visitor.post(page.url, filled_in(page, words=words, choice=choice))


def filled_in(page: Page, *, words: str, choice: str) -> dict[str, str]:
    names = control_names(page.html)
    fields = form_fields(page.html)
    fields[next(name for name in names if name.startswith("w-"))] = words
    if choice:
        fields[next(name for name in names if name.startswith("q-"))] = choice
    return fields


def answer_all(tasks: list[dict]) -> list[Page]:
    """answer(**task) for each task, CUSTOMERS_AT_ONCE at a time, in the order given."""
    with ThreadPoolExecutor(CUSTOMERS_AT_ONCE) as customers:
        return list(customers.map(lambda task: answer(**task), tasks))


def is_thanks(page: Page) -> bool:
    return page.status == 200 and bool(re.search(r"/a/[^/]+/thanks/", page.url))
