"""One question on the builder's page: the fields its kind has, and what they say about the draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys import question_kinds as kinds
from surveys.builder.condition_fields import ConditionFields, Numbered
from surveys.builder.draft_fields import TYPED, DraftPart, lines, one_line
from surveys.models import Question, Touchpoint

QUESTION, PROMPT, OPTION, END, PROMISE = 300, 200, 120, 60, 300
HINTED = {*kinds.WORDS, kinds.SHORT_TEXT, kinds.NUMBER, kinds.DATE}
AFTER_YES_AND_NO = {"yes": _("Room to say why, after a yes"), "no": _("Room to say why, after a no")}
AFTER_HIGH_AND_LOW = {"yes": _("Room to say why, after a high answer"), "no": _("Room to say why, after a low one")}


class QuestionForm(DraftPart):
    """`everyone` are the page's questions by key, in hex; `moments` the whole visit and those of the customer's way."""

    def __init__(
        self,
        question: Question,
        *,
        language: str,
        main: str,
        everyone: dict[str, Numbered],
        moments: list[Touchpoint],
    ):
        super().__init__(prefix=f"q-{question.key.hex}", language=language, main=main)
        self.question, self.moments = question, moments
        self.conditions = ConditionFields(question, everyone, language, main)
        self.number = everyone[question.key.hex].number
        self.show("text", lines(_("Question"), QUESTION, 1), question.texts, path="texts")
        self._show_answers()
        self._show_prompts()
        self._put_rest()

    def _show_answers(self) -> None:
        question = self.question
        if question.kind in kinds.CHOOSING:
            for number, option in enumerate(question.options, start=1):
                label = _("Answer %(number)d") % {"number": number}
                path = f"options/{option['key']}"
                self.show(f"option-{option['key']}", one_line(label, OPTION), option["texts"], path=path)
        if question.kind in kinds.SCALES:
            values = kinds.SCALES[question.kind]
            for name, value in (("low", values[0]), ("high", values[-1])):
                field = one_line(_("What %(number)d means") % {"number": value}, END)
                self.show(name, field, question.ends.get(name), path=f"ends/{name}")

    def _show_prompts(self) -> None:
        question = self.question
        label = _("Hint below the question") if question.kind in HINTED else _("Room to say why")
        labels = {"neutral": label}
        if question.kind == kinds.YES_NO:
            labels |= AFTER_YES_AND_NO
        elif question.kind in kinds.SCALES:
            labels |= AFTER_HIGH_AND_LOW
        for name, label in labels.items():
            self.show(name, lines(label, PROMPT, 1), question.prompt.get(name), path=f"prompt/{name}")

    def _put_rest(self) -> None:
        question = self.question
        label = _("If the answer is no, we will") if question.kind == kinds.YES_NO else _("If it went badly, we will")
        field = lines(label, PROMISE, 1)
        field.widget.attrs["placeholder"] = _("For example: look at the room the same day")
        self.put("if_no_we_will", field, question.if_no_we_will, path="if_no_we_will")
        if question.kind == kinds.YES_NO:
            field = forms.BooleanField(label=_("A yes is bad news"), required=False)
            self.put("reversed", field, question.reversed, path="reversed")
        field = forms.BooleanField(label=_("Has to be answered"), required=False)
        self.put("required", field, question.required, path="required")
        places = {str(one.pk): one.name for one in [*self.moments, question.touchpoint]}
        field = forms.ChoiceField(label=_("Which moment is it about?"), choices=list(places.items()), required=False)
        self.put("moment", field, str(question.touchpoint_id), path="touchpoint")
        self.put("if_question", self.conditions.question_field(), self.conditions.stored_key, path="show_if")
        self._put_values(self.conditions.stored_key)

    def _put_values(self, chosen: str) -> None:
        for name in ("if_operator", "if_value"):
            self.fields.pop(name, None)
        for name, field in self.conditions.value_fields(chosen).items():
            self.put(name, field, self.conditions.initial_of(name, chosen), path="show_if")

    def choose_condition(self, chosen: str) -> None:
        """Show the controls for a condition on this question, before anything of it is saved."""
        if chosen == self.conditions.stored_key:
            return
        self._put_values(chosen)
        self.initial["if_question"] = chosen
        for name in ("if_question", "if_operator", "if_value"):
            if name in self.fields:
                self.fields[name].widget.attrs[TYPED] = ""

    def bind(self, posted) -> None:
        chosen = posted.get(self.add_prefix("if_question"))
        if chosen is not None and chosen != self.conditions.stored_key:
            self._put_values(chosen)
        super().bind(posted)

    def options(self) -> list:
        """The answers to choose from, bound, in their order."""
        return [(self[name], name.removeprefix("option-")) for name in self.fields if name.startswith("option-")]

    def after(self) -> list:
        """The prompts that follow the answer."""
        return [self[name] for name in ("yes", "no") if name in self.fields]

    def ends(self) -> list:
        return [self[name] for name in ("low", "high") if name in self.fields]

    # What the card shows and what it has open, so that nothing typed or refused is folded away.

    @property
    def has_options(self) -> bool:
        return self.question.kind in kinds.CHOOSING

    @property
    def has_words_after(self) -> bool:
        return any(field.value() or field.errors for field in self.after())

    @property
    def has_reversed(self) -> bool:
        return "reversed" in self.fields

    @property
    def is_more_open(self) -> bool:
        return any(name in self.errors or hasattr(self.fields[name], "theirs") for name in ("moment", "required"))

    @property
    def may_have_condition(self) -> bool:
        return self.number > 1 or bool(self.conditions.stored_key)

    @property
    def has_condition(self) -> bool:
        return bool(self["if_question"].value())

    @property
    def has_comparison(self) -> bool:
        return "if_operator" in self.fields

    def values(self) -> dict:
        question = self.question
        prompts = [name for name in ("neutral", "yes", "no") if name in self.fields]
        said = {
            "texts": self.said("text", question.texts),
            "prompt": {**question.prompt, **{name: self.said(name, question.prompt.get(name)) for name in prompts}},
            "required": self.cleaned_data["required"],
            "touchpoint": self._moment(),
            "if_no_we_will": " ".join(self.cleaned_data["if_no_we_will"].split()),
            "show_if": self._condition(),
        }
        if "reversed" in self.fields:
            said["reversed"] = self.cleaned_data["reversed"]
        if "low" in self.fields:
            ends = {name: self.said(name, question.ends.get(name)) for name in ("low", "high")}
            said["ends"] = {**question.ends, **ends}
        if question.kind in kinds.CHOOSING:
            said["options"] = [
                {**option, "texts": self.said(f"option-{option['key']}", option["texts"])}
                for option in question.options
            ]
        return {name: _as_before(value, getattr(question, name)) for name, value in said.items()}

    def _moment(self) -> Touchpoint:
        chosen = self.cleaned_data["moment"]
        return next((one for one in self.moments if str(one.pk) == chosen), self.question.touchpoint)

    def _condition(self) -> dict:
        parts = [self.cleaned_data.get(name) or "" for name in ("if_question", "if_operator", "if_value")]
        return self.conditions.condition(*parts)


def _as_before(value, stored):
    """The stored value where the new one only adds empty texts: {} and {"low": {}} say the same."""
    return stored if _bare(value) == _bare(stored) else value


def _bare(value):
    if isinstance(value, dict):
        return {name: bare for name, part in value.items() if (bare := _bare(part)) not in ({}, "")}
    if isinstance(value, list):
        return [_bare(part) for part in value]
    return value
