"""A customer's browser without a browser: what stands on the page, and what is sent when a button is pressed."""

import html as entities
import re

from responses.models import Answer


class Pages:
    """Carl's browser: what stands on the page in front of him, and what he sends."""

    def __init__(self, client, link, *, language="en") -> None:
        self.client, self.link = client, link
        self.page = client.get(link, {"language": language})

    @property
    def html(self) -> str:
        return entities.unescape(self.page.content.decode())

    @property
    def asked(self) -> list[str]:
        closed, open_ = (
            r'<fieldset id="q-[^>]*><legend>([^<]*)</legend>',
            r'<label for="q-[^"-]*-[^"]{27}">([^<]*)</label>',
        )
        found = re.findall(f"{closed}|{open_}", self.html)
        return [closed or open_ for closed, open_ in found]

    @property
    def button(self) -> str:
        return re.search(r'<button class="send" id="send">([^<]*)<', self.html)[1]

    @property
    def pointed_at(self) -> list[str]:
        """The first question after the sentence that focus lands on."""
        return re.findall(
            r'id="more" role="status" tabindex="-1" autofocus>([^<]*)</p><div class="[^"]*" id="question-q-([^"]*)"',
            self.html,
        )

    def typed(self) -> dict:
        """All that stands in the form now, as a browser sends it."""
        form: dict = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', self.html):
            form.setdefault(name, []).append(value)
        for name, value in re.findall(
            r'<input type="(?:radio|checkbox)" name="([^"]*)" value="([^"]*)" id="[^"]*" checked', self.html
        ):
            form.setdefault(name, []).append(value)
        for name, value in re.findall(r'<textarea name="([^"]*)"[^>]*>\n([^<]*)</textarea>', self.html):
            form[name] = [value]
        return form

    def press(self, *answers, **more) -> "Pages":
        form = self.typed()
        for question, choice, *words in answers:
            form[f"q-{question.key}"] = [choice] if isinstance(choice, str) else choice
            form |= {f"w-{question.key}": words} if words else {}
        form |= {name: [value] for name, value in more.items()}
        self.page = self.client.post(self.link, {name: value for name, value in form.items() if value != [""]})
        return self

    @property
    def is_thanked(self) -> bool:
        return self.page.status_code == 303


def stored() -> dict[str, tuple]:
    return {answer.question.texts["en"]: (answer.value_choice, answer.words) for answer in Answer.objects.all()}
