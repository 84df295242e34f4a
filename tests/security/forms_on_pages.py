"""The forms that stand on pages, as a browser would send them: what is attacked is what people really use."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client

from tests.access_table import TABLE
from tests.addresses import every_address
from tests.world import World

NEVER_VISITED = {"account_logout", "demo:removal"}  # they end the visitor's session


@dataclass
class PageForm:
    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.open = path, [], None
        self.outside: dict[str, PageForm] = {}
        self.text_of, self.select = "", ""

    def handle_starttag(self, tag: str, attributes: list) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.open = PageForm(told.get("method", "get").lower(), urljoin(self.path, told.get("action", "")))
            self.found.append(self.open)
        if self.open is None:
            return
        name = told.get("name", "")
        if tag == "select":
            self.select = name
            self.open.fields.setdefault(name, [])
        elif tag == "option" and self.select and ("selected" in told or not self.open.fields[self.select]):
            self.open.fields[self.select] = [told.get("value", "")]
        elif tag == "textarea" and name:
            self.text_of = name
            self.open.fields[name] = [""]
        elif tag in {"input", "button"} and name:
            self._control(told, name)

    def _control(self, told: dict, name: str) -> None:
        kind = told.get("type", "submit")
        known = self.open.fields.setdefault(name, [])
        if kind == "radio" and known and "checked" not in told:
            return
        if (kind in {"submit", "file"} and known) or (kind == "checkbox" and "checked" not in told):
            return
        self.open.fields[name] = [told.get("value", "on")]

    def handle_data(self, text: str) -> None:
        if self.text_of and self.open:
            self.open.fields[self.text_of] = [text.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.text_of = ""


def forms_of(html: str, path: str) -> list[PageForm]:
    parser = _Forms(path)
    parser.feed(html)
    return parser.found


def pages_of(world: World, who: str = "owner") -> list[tuple[str, Client]]:
    """Every address that person may open, with a client to open it by; the door is for a visitor."""
    visitor, member = Client(), world.client(who)
    door = {name for name, mark in TABLE.items() if mark == "anonymous"}
    return [
        (world.url(address), visitor if address.name in door else member)
        for address in every_address()
        if address.name not in NEVER_VISITED
    ]


def every_form(world: World, who: str = "owner") -> list[tuple[PageForm, Client]]:
    """The forms of all pages, each once for each place it leads to and each set of fields."""
    found = {}
    for path, client in pages_of(world, who):
        page = client.get(path)
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        for form in forms_of(page.content.decode(), path):
            found.setdefault((form.method, form.action, tuple(sorted(form.fields))), (form, client))
    return list(found.values())
