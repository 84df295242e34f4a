"""The survey's own texts on the builder's page: its beginning, its end, the languages it promises."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common import languages
from surveys.builder.draft_fields import DraftPart, lines, one_line
from surveys.models import SurveyVersion

TITLE, LONG = 120, 800


class TextsForm(DraftPart):
    def __init__(self, version: SurveyVersion, *, language: str, main: str):
        super().__init__(prefix="survey", language=language, main=main)
        self.version = version
        self.show("title", one_line(_("Heading"), TITLE), version.title, path="title")
        self.show("intro", lines(_("Why you ask"), LONG, 3), version.intro, path="intro")
        self.show("thanks", lines(_("Thank you, afterwards"), LONG, 3), version.thanks, path="thanks")
        field = forms.MultipleChoiceField(
            label=_("Customers can also read it in"),
            choices=[(code, name) for code, name in languages.CHOICES if code != main],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.put("languages", field, [code for code in version.languages if code != main], path="languages")

    def read(self, name: str, values: list[str]) -> list[str]:
        # A hidden empty value stands before the ticks, so that "none of them" can be told from "not on the page".
        return [value for value in values if value] if name == "languages" else values

    def values(self) -> dict:
        others = self.cleaned_data["languages"]
        return {
            "title": self.said("title", self.version.title),
            "intro": self.said("intro", self.version.intro, folded=False),
            "thanks": self.said("thanks", self.version.thanks, folded=False),
            "languages": [self.main, *(code for code, _name in settings.LANGUAGES if code in others)],
        }
