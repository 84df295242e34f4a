"""Finding surveys among many: a form read from the address, and what it leaves of a list."""

from django import forms
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from common import clock, languages
from surveys.models import Survey, SurveyVersion
from surveys.models.survey import SurveyQuerySet

ARCHIVED = "archived"
STATES = {
    Survey.State.DRAFT: lambda surveys, now: surveys.never_published(),
    Survey.State.SCHEDULED: lambda surveys, now: surveys.scheduled(now),
    Survey.State.OPEN: lambda surveys, now: surveys.open(now),
    Survey.State.CLOSED: lambda surveys, now: surveys.closed(now),
}


class SurveyFilter(forms.Form):
    text = forms.CharField(
        label=_("Search in the names"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Not archived")), *Survey.State.choices, (ARCHIVED, _("Archived"))],
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *languages.CHOICES])

    def of(self, surveys: SurveyQuerySet) -> SurveyQuerySet:
        """Those that fit. A choice that does not exist is left out; the form says so beside it."""
        self.is_valid()
        chosen = self.cleaned_data
        state = chosen.get("state", "")
        found = surveys.put_away() if state == ARCHIVED else surveys.at_hand()
        if state in STATES:
            found = STATES[state](found, clock.now())
        if chosen.get("language"):
            found = speaking(found, chosen["language"])
        return found.matching(chosen.get("text", ""))

    @property
    def is_in_use(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


def speaking(surveys: SurveyQuerySet, language: str) -> SurveyQuerySet:
    """Those whose draft or published version promises this language."""
    # As text, because a list inside JSON cannot be asked for the same way on both databases.
    versions = SurveyVersion.objects.annotate(spoken=Cast("languages", TextField())).filter(
        Q(published_at__isnull=True) | Q(pk=OuterRef("published_version_id")),
        survey=OuterRef("pk"),
        spoken__contains=f'"{language}"',
    )
    return surveys.filter(Exists(versions))
