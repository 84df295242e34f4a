"""Visiting the product over HTTP with nothing but the standard library: a customer without JavaScript or cookies."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar


@dataclass
class Page:
    status: int
    url: str
    html: str
    headers: dict[str, str]


class Visitor:
    """Keeps cookies when `remembers`, follows redirects, never raises for an HTTP status."""

    def __init__(self, *, remembers: bool = False, language: str = "sv") -> None:
        handlers = [urllib.request.HTTPCookieProcessor(CookieJar())] if remembers else []
        self.opener = urllib.request.build_opener(*handlers)
        self.language = language

    def get(self, url: str) -> Page:
        return self._open(urllib.request.Request(url, headers={"Accept-Language": self.language}))

    def post(self, url: str, fields: dict[str, str]) -> Page:
        body = urllib.parse.urlencode(fields).encode()
        origin = "/".join(url.split("/")[:3])
        headers = {"Accept-Language": self.language, "Referer": url, "Origin": origin}
        return self._open(urllib.request.Request(url, data=body, headers=headers))

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Page(answer.status, answer.url, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            return Page(error.code, error.url, error.read().decode(errors="replace"), dict(error.headers))

    def log_in(self, site: str, email: str, password: str) -> Page:
        page = self.get(f"{site}/account/login/")
        return self.post(page.url, form_fields(page.html) | {"login": email, "password": password})


class _Form(HTMLParser):
    """The hidden and preset fields of the first POST form, and the names of every other control."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.names: list[str] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag not in {"input", "textarea", "select"} or not name:
            return
        self.names.append(name)
        if given.get("type") == "hidden":
            self.fields[name] = given.get("value") or ""


def form_fields(html: str) -> dict[str, str]:
    """The hidden fields a browser would send along."""
    parser = _Form()
    parser.feed(html)
    return parser.fields


def control_names(html: str) -> list[str]:
    parser = _Form()
    parser.feed(html)
    return list(dict.fromkeys(parser.names))


def links_in(text: str) -> list[str]:
    return re.findall(r"https?://[^\s<>\"]+", text)
