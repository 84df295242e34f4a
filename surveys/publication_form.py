"""What is asked of whoever publishes: what the answers are for, who acts, and which questions are new ones."""

import uuid

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from surveys import deciding
from surveys.comparing import QuestionChange
from surveys.models import Survey
from surveys.readiness.around import NO_DECISION

SAME, NEW = "same", "new"
SETTINGS = ("decision", "responsible", "purpose_link")


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.display_name


class PublicationForm(forms.Form):
    use_required_attribute = False
    no_decision = NO_DECISION  # says by itself what its field asks

    decision = forms.CharField(
        label=_("Which decision will these answers feed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: “What housekeeping changes in the rooms every Monday.”"),
        error_messages={"required": NO_DECISION},
    )
    responsible = PersonChoice(label=_("Who acts on them?"), queryset=User.objects.none(), empty_label=None)
    purpose_link = forms.CharField(
        label=_("How do the questions belong to why you exist?"), max_length=240, required=False
    )
    reason = forms.CharField(
        label=_("Why is it worth it all the same?"),
        max_length=300,
        required=False,
        help_text=_("Your colleagues can read it later."),
    )

    def __init__(
        self,
        data=None,
        *,
        survey: Survey,
        by: User,
        asked_otherwise: list[QuestionChange],
        needs_decision: bool,
        needs_reason: bool,
    ):
        self.survey, self.asked_otherwise = survey, asked_otherwise
        people = deciding.may_act_on(survey)
        proposed = {self.key_name(change): NEW if change.why_new else SAME for change in asked_otherwise}
        stored = _stored(survey) | _acting(survey, people, by) | proposed
        super().__init__(_with_what_is_stored(data, stored), initial=stored)
        self.fields["responsible"].queryset = people
        self.fields["decision"].required = needs_decision
        if not needs_reason:
            del self.fields["reason"]
        for change in asked_otherwise:
            self.fields[self.key_name(change)] = forms.ChoiceField(
                label=_("How should its answers be counted?"),
                choices=[
                    (SAME, _choice(_("The same question, reworded"), _("Its answers stand beside the earlier ones."))),
                    (NEW, _choice(_("A new question"), _("It starts afresh; the earlier answers stay as they are."))),
                ],
                widget=forms.RadioSelect,
            )

    @staticmethod
    def key_name(change: QuestionChange) -> str:
        return f"key-{change.question.key.hex}"

    def key_field(self, change: QuestionChange) -> forms.BoundField:
        return self[self.key_name(change)]

    def settings(self) -> dict:
        """What is kept with the survey, as `arranging.change_settings` takes it."""
        told = {name: self.cleaned_data[name] for name in SETTINGS}
        return {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}

    def new_keys(self) -> set[uuid.UUID]:
        """The keys of the questions that shall count as new ones."""
        chosen = self.cleaned_data
        return {change.question.key for change in self.asked_otherwise if chosen[self.key_name(change)] == NEW}

    def why_anyway(self) -> str:
        return self.cleaned_data.get("reason", "").strip()


def _stored(survey: Survey) -> dict:
    return {"decision": survey.decision, "purpose_link": survey.purpose_link}


def _acting(survey: Survey, people, by: User) -> dict:
    """Who is named, as long as they still see the survey; else whoever publishes."""
    named = survey.responsible_id and people.filter(pk=survey.responsible_id).exists()
    return {"responsible": survey.responsible_id if named else by.pk}


def _with_what_is_stored(data, stored: dict):
    """What was sent; what was not asked stays as it is, or as it was proposed."""
    if data is None:
        return None
    data = data.copy()
    for name, value in stored.items():
        data.setdefault(name, value)
    return data


def _choice(name: str, words: str) -> str:
    return format_html('<span>{}<span class="choice-words">{}</span></span>', name, words)
