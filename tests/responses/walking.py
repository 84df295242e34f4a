"""Somebody who walks through a survey with one question a page, in a browser of their own."""

import html as entities
import re

from django.test import Client

from surveys.question_kinds import STEPS


class Walker:
    """One browser: it opens an address, sees a page, presses its buttons, and follows where it is led."""

    def __init__(self, link: str, *, language: str = "en", **address) -> None:
        self.client, self.link = Client(), link
        self.look(link, language=language, **address)

    def look(self, address: str, **query) -> "Walker":
        self.address = address
        self.page = self.client.get(address, query)
        return self

    @property
    def html(self) -> str:
        return entities.unescape(self.page.content.decode())

    @property
    def asked(self) -> str:
        """The question on the page; empty on the last one, where only sending is left, and after it."""
        found = re.search(r'<fieldset id="q-[^>]*><legend>([^<]*)<|<label for="q-[^"-]*-[^"]{27}">([^<]*)<', self.html)
        return found[1] or found[2] if found else ""

    @property
    def place(self) -> str:
        found = re.search(r'<label for="progress">([^<]*)<', self.html)
        return found[1] if found else ""

    @property
    def button(self) -> str:
        return re.search(r'<button class="send" id="send"[^>]*>([^<]*)<', self.html)[1]

    @property
    def chosen(self) -> list[str]:
        return re.findall(r'value="([^"]*)" id="q-[^"]*" checked', self.html)

    @property
    def words(self) -> list[str]:
        found = re.findall(r"<textarea[^>]*>\n([^<]*)</textarea>", self.html)
        return found + re.findall(r'<input class="line line-[^>]* value="([^"]*)"', self.html)

    def form(self) -> dict:
        """What stands on the page, as a browser sends it when the main button is pressed."""
        form: dict = {}
        pattern = r'<input type="hidden" name="([^"]*)" value="([^"]*)"'
        for name, value in re.findall(pattern, self.html):
            form.setdefault(name, []).append(value)
        for name, value in re.findall(r'name="([^"]*)" value="([^"]*)" id="[^"]*" checked', self.html):
            form.setdefault(name, []).append(value)
        for name, value in re.findall(r'<textarea name="([^"]*)"[^>]*>\n([^<]*)</textarea>', self.html):
            form[name] = [value]
        for name, value in re.findall(r'<input class="line[^>]* name="([^"]*)" value="([^"]*)"', self.html):
            form[name] = [value]
        return form

    def answer(self, question=None, choice="", words="", **more) -> "Walker":
        """Fill in and press the main button."""
        form = self.form()
        if question is not None:
            form |= {f"q-{question.key}": [choice] if isinstance(choice, str) else choice} if choice else {}
            form |= {f"w-{question.key}": [words]} if words and isinstance(words, str) else {}
            if isinstance(words, tuple):
                form |= {f"w-{question.key}-{step}": [part] for step, part in zip(STEPS, words, strict=True)}
        if self.button != "Continue":
            form["send"] = ["1"]
        return self.post(form | {name: [value] for name, value in more.items()})

    def go_back(self, question=None, choice="", words="") -> "Walker":
        key = re.search(r'<button class="back" id="back"[^>]* value="([^"]*)"', self.html)[1]
        return self._press_back(key, question, choice, words)

    def show_answer(self) -> "Walker":
        return self._press_back(re.search(r'id="show-answer"[^>]* value="([^"]*)"', self.html)[1])

    def post(self, form: dict) -> "Walker":
        action = entities.unescape(re.search(r'<form method="post" action="\./([^"]*)"', self.html)[1])
        self.sent = self.client.post(self.link + action, form)
        self.page = self.sent
        if self.sent.status_code == 303:
            self.look(self.sent.url)
        return self

    def _press_back(self, key: str, question=None, choice="", words="") -> "Walker":
        form = self.form() | {"back": [key]}
        if question is not None:
            form |= {f"q-{question.key}": [choice]} if choice else {}
            form |= {f"w-{question.key}": [words]} if words else {}
        return self.post(form)

    @property
    def is_thanked(self) -> bool:
        return "/thanks/" in self.address
