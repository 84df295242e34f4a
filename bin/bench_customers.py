"""The customers of bench.py: they open their links, fill in what they find there, and send it."""

import threading
import time
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
THANK_YOU = 303  # the redirect to the thank-you page


def ask(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, FORM if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


class AnswerForm(HTMLParser):
    """The fields of the form on a respondent's page: hidden ones with their values, radios, and places to write."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.radios: list[str] = []
        self.places: list[str] = []
        self._is_answer = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        about = dict(attributes)
        if tag == "form":
            self._is_answer = about.get("method", "").lower() == "post"
        name = about.get("name")
        if not self._is_answer or not name:
            return
        if tag == "textarea":
            self.places.append(name)
        elif about.get("type") == "hidden":
            self.hidden[name] = about.get("value", "")
        elif about.get("type") == "radio" and name not in self.radios:
            self.radios.append(name)

    def filled_in(self, values: list[str], words: list[str]) -> str:
        chosen = dict(zip(self.radios, values, strict=False)) | dict(zip(self.places, words, strict=False))
        return urlencode(self.hidden | chosen)


def send_all(port: int, forms: list[tuple[str, str]], *, customers: int, at_most_s: float) -> tuple[list, list, float]:
    """Let so many customers send these (path, body) forms, each one after the other.

    Returns the seconds each took, the statuses that were no thank-you, and the seconds of it all.
    """
    waiting, lock, times, failures = iter(forms), threading.Lock(), [], []
    begun = time.perf_counter()

    def customer() -> None:
        while time.perf_counter() - begun < at_most_s:
            with lock:
                form = next(waiting, None)
            if form is None:
                return
            sent_at = time.perf_counter()
            try:
                status, _ = ask(port, "POST", *form)
            except (OSError, HTTPException) as error:
                status = type(error).__name__
            with lock:
                times.append(time.perf_counter() - sent_at)
                if status != THANK_YOU:
                    failures.append(status)

    threads = [threading.Thread(target=customer) for _ in range(customers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failures, time.perf_counter() - begun


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        f"p{part}": round(1000 * ordered[min(len(ordered) - 1, len(ordered) * part // 100)], 1) for part in (50, 95, 99)
    }


def said(times: dict[str, float]) -> str:
    return ", ".join(f"{part} {milliseconds:.0f} ms" for part, milliseconds in times.items())
