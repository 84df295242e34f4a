"""The fields of the builder's page, in one language at a time: one form for the survey's own texts, one a question."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import languages
from surveys import question_kinds, touchpoints
from surveys.models import Question, Survey, SurveyVersion

TITLE, QUESTION, PROMPT, OPTION, END, MOMENT, LONG = 120, 300, 200, 120, 60, 80, 800


def one_line(label, length: int, **attributes) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attributes}),
    )


def lines(label, length: int, rows: int, **attributes) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, widget=forms.Textarea(attrs={"rows": rows, **attributes})
    )


class DraftPart(forms.Form):
    """A part of the page. `wording` remembers what each text says in the main language, to translate from."""

    def __init__(self, *args, language: str, main: str, **kwargs):
        self.language, self.main = language, main
        super().__init__(*args, auto_id="id_%s", use_required_attribute=False, **kwargs)

    def show(self, name: str, field: forms.Field, texts: dict[str, str] | None) -> None:
        """Add a field for one language of some texts."""
        field.widget.attrs["lang"] = self.language
        field.original = (texts or {}).get(self.main, "") if self.language != self.main else ""
        self.fields[name] = field
        self.initial[name] = (texts or {}).get(self.language, "")

    def said(self, name: str, texts: dict[str, str] | None, *, folded: bool = True) -> dict[str, str]:
        """The texts with this language's typed words in them; an emptied text is taken out."""
        typed = self.cleaned_data[name]
        typed = " ".join(typed.split()) if folded else typed.replace("\r\n", "\n")
        rest = {language: text for language, text in (texts or {}).items() if language != self.language}
        # In the stored order, so that saying the same again is no change.
        return {**(texts or {}), self.language: typed} if typed else rest

    def bind(self, posted) -> None:
        """Take what was typed. A text that was not on the sender's page is no emptied text: it stays as it is."""
        if not any(name.startswith(f"{self.prefix}-") for name in posted):
            return
        self.data, self.is_bound = posted.copy(), True
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and self.add_prefix(name) not in posted:
                self.data[self.add_prefix(name)] = self.initial[name]

    def keep_both(self) -> None:
        """Show beside each typed text that differs what somebody else has saved there."""
        for name in self.changed_data:
            self.fields[name].theirs = self.initial.get(name) or _("(empty)")


class TextsForm(DraftPart):
    def __init__(self, version: SurveyVersion, survey: Survey, **kwargs):
        super().__init__(prefix="survey", main=survey.language, **kwargs)
        self.version = version
        self.show("title", one_line(_("Heading"), TITLE), version.title)
        self.show("intro", lines(_("Why you ask"), LONG, 3), version.intro)
        self.show("thanks", lines(_("Thank you, afterwards"), LONG, 3), version.thanks)
        others = [(code, name) for code, name in languages.CHOICES if code != survey.language]
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Customers can also read it in"),
            choices=others,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.initial["languages"] = [code for code in version.languages if code != survey.language]

    def values(self) -> dict:
        others = self.cleaned_data["languages"]
        return {
            "title": self.said("title", self.version.title),
            "intro": self.said("intro", self.version.intro, folded=False),
            "thanks": self.said("thanks", self.version.thanks, folded=False),
            "languages": [self.main, *(code for code, _name in settings.LANGUAGES if code in others)],
        }


class QuestionForm(DraftPart):
    def __init__(self, question: Question, **kwargs):
        super().__init__(prefix=f"q-{question.key.hex}", **kwargs)
        self.question = question
        kind = question.kind
        self.show("text", lines(_("Question"), QUESTION, 1), question.texts)
        if kind == question_kinds.SINGLE_CHOICE:
            for number, option in enumerate(question.options, start=1):
                label = _("Answer %(number)d") % {"number": number}
                self.show(f"option-{option['key']}", one_line(label, OPTION), option["texts"])
        if kind == question_kinds.SCALE:
            self.show("low", one_line(_("What 0 means"), END), question.ends.get("low"))
            self.show("high", one_line(_("What 10 means"), END), question.ends.get("high"))
        label = _("Hint below the question") if kind == question_kinds.OPEN_TEXT else _("Room to say why")
        self.show("neutral", lines(label, PROMPT, 1), question.prompt.get("neutral"))
        if kind == question_kinds.YES_NO:
            self.show("yes", lines(_("Room to say why, after a yes"), PROMPT, 1), question.prompt.get("yes"))
            self.show("no", lines(_("Room to say why, after a no"), PROMPT, 1), question.prompt.get("no"))
            self._check("reversed", _("A yes is bad news"), question.reversed)
        self._check("required", _("Has to be answered"), question.required)
        moment = one_line(_("Which moment is it about?"), MOMENT, list="moments")
        moment.widget.attrs["placeholder"] = _("The whole visit")
        self.fields["moment"] = moment
        self.initial["moment"] = "" if question.touchpoint.is_default else question.touchpoint.name

    def _check(self, name: str, label: str, initial: bool) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False)
        self.initial[name] = initial

    def options(self) -> list:
        """The answers to choose from, bound, in their order."""
        return [(self[name], name.removeprefix("option-")) for name in self.fields if name.startswith("option-")]

    def after_yes_and_no(self) -> list:
        return [self[name] for name in ("yes", "no") if name in self.fields]

    def ends(self) -> list:
        return [self[name] for name in ("low", "high") if name in self.fields]

    def values(self) -> dict:
        question = self.question
        prompts = [name for name in ("neutral", "yes", "no") if name in self.fields]
        said = {
            "texts": self.said("text", question.texts),
            "prompt": {**question.prompt, **{name: self.said(name, question.prompt.get(name)) for name in prompts}},
            "required": self.cleaned_data["required"],
            "touchpoint": self._moment(),
        }
        if "reversed" in self.fields:
            said["reversed"] = self.cleaned_data["reversed"]
        if "low" in self.fields:
            said["ends"] = {name: self.said(name, question.ends.get(name)) for name in ("low", "high")}
        if question.kind == question_kinds.SINGLE_CHOICE:
            said["options"] = [
                {**option, "texts": self.said(f"option-{option['key']}", option["texts"])}
                for option in question.options
            ]
        return {name: _as_before(value, getattr(question, name)) for name, value in said.items()}

    def _moment(self):
        name = self.cleaned_data["moment"]
        if "moment" not in self.changed_data:
            return self.question.touchpoint
        return touchpoints.named(self.question.organisation, {get_language() or "en": name})


def _as_before(value, stored):
    """The stored value where the new one only adds empty texts: {} and {"low": {}} say the same."""
    return stored if _bare(value) == _bare(stored) else value


def _bare(value):
    if isinstance(value, dict):
        return {name: bare for name, part in value.items() if (bare := _bare(part)) not in ({}, "")}
    if isinstance(value, list):
        return [_bare(part) for part in value]
    return value
