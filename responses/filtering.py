"""The filter above a survey's answers: a form read from the address."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Unit
from common import languages
from responses.reading import Filters
from responses.wording import Wording
from surveys.definitions import published_definition
from surveys.models import Survey


class PlaceField(forms.ModelChoiceField):
    """The units as a tree; one of them means all below it too."""

    def label_from_instance(self, unit: Unit) -> str:
        return "\N{NO-BREAK SPACE}" * 3 * unit.depth + unit.name


class AnswerFilter(forms.Form):
    text = forms.CharField(
        label=_("Search in the words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = PlaceField(label=_("Place"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    question = forms.ChoiceField(label=_("Question"), required=False)
    read = forms.ChoiceField(
        label=pgettext_lazy("filter: read or unread", "Read"),
        required=False,
        choices=[
            ("", _("All")),
            ("unread", _("Unread by me")),
            ("read", _("Read by me")),
            ("reply", _("Waiting for a reply")),
        ],
    )

    def __init__(self, *args, survey: Survey, membership: Membership, language: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = membership.visible_units().in_tree_order()
        self.fields["language"].choices = [("", _("All")), *languages.CHOICES]
        self.fields["question"].choices = [("", _("All")), *_questions(survey, language)]

    def filters(self, *, older: str = "", newer: str = "") -> Filters:
        """What was chosen. A choice that does not exist is left out; the form says so beside it."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            unit=chosen.get("unit"),
            language=chosen.get("language", ""),
            question_key=UUID(chosen["question"]) if chosen.get("question") else None,
            read=chosen.get("read", ""),
            text=chosen.get("text", ""),
            older=older,
            newer=newer,
        )


def _questions(survey: Survey, language: str) -> list[tuple[str, str]]:
    if survey.published_version_id is None:
        return []
    definition = published_definition(survey.published_version_id)
    wording = Wording(definition, language)
    return [(str(question.key), wording.of(question.texts)) for question in definition.questions]
