"""What a person may say about a theme, and a filter for the list."""

from collections.abc import Collection

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insights import categories, theming
from insights.finer_themes import TITLE_MAX
from insights.models import Incident, Theme
from insights.models.incident import NEGATIVE, POSITIVE

CHOICES = 200  # themes in a list to choose from
MOST_ASKED_ABOUT = 500  # stories of one group
MAX_ID = 2**63 - 1
DIRECTIONS = [
    (NEGATIVE, pgettext_lazy("stories", "What went wrong")),
    (POSITIVE, pgettext_lazy("stories", "What went well")),
]
_UNSORTED = pgettext_lazy("theme: {category} is what it is about", "{category}: everything else")


def name_of(theme: Theme) -> str:
    """Its name beside other themes: the default one is what is left of its category."""
    name = categories.name_of(theme)
    return format_lazy(_UNSORTED, category=name) if theme.is_default else name


def names_of(themes: Collection[Theme]) -> dict[int, str]:
    """By id. A default theme that stands alone for its category has the category's plain name."""
    divided = {theming.kind_of(one) for one in themes if not one.is_default}
    return {one.pk: name_of(one) if theming.kind_of(one) in divided else categories.name_of(one) for one in themes}


def check_title(title: str, theme: Theme) -> str:
    """Raises ValidationError for the name of the category, which would then stand twice in every list."""
    if " ".join(title.split()).casefold() in categories.names_in_all_languages(theme.category):
        raise forms.ValidationError(_("The category is called that already. Say what these stories are about."))
    return title


class ThemeFilter(forms.Form):
    category = forms.ChoiceField(label=_("What is it about?"), required=False)
    direction = forms.ChoiceField(
        label=_("Good or bad"), required=False, choices=[("", _("Good and bad")), *DIRECTIONS]
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("Everything")), *categories.choices()]

    def chosen(self, themes):
        """The living themes that fit; values nobody could have chosen on the page are left out of account."""
        self.is_valid()
        themes = themes.living()
        if category := self.cleaned_data.get("category"):
            themes = themes.filter(category=category)
        if direction := self.cleaned_data.get("direction"):
            themes = themes.filter(polarity=direction)
        return themes

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())


class TitleForm(forms.Form):
    title = forms.CharField(
        label=_("What do you call it?"),
        max_length=TITLE_MAX,
        required=False,
        help_text=_("Leave it empty, and the words that tell its stories from the others name it."),
    )

    def __init__(self, *args, theme: Theme, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._theme = theme

    def clean_title(self) -> str:
        return check_title(self.cleaned_data["title"], self._theme)


class MergingForm(forms.Form):
    into = forms.ChoiceField(label=_("It is the same as"))

    def __init__(self, *args, theme: Theme, themes, **kwargs) -> None:
        """Offered are the other living themes of its kind among `themes`."""
        super().__init__(*args, **kwargs)
        alike = themes.living().filter(category=theme.category, polarity=theme.polarity).exclude(pk=theme.pk)
        self.themes = {str(one.pk): one for one in alike.order_by("is_default", "title", "id")[:CHOICES]}
        named = [(pk, name_of(one)) for pk, one in self.themes.items()]
        self.fields["into"].choices = [("", _("Choose one")), *named]

    @property
    def target(self) -> Theme:
        return self.themes[self.cleaned_data["into"]]


class SplittingForm(forms.Form):
    incident = forms.ModelMultipleChoiceField(
        queryset=Incident.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": _("Tick the stories that are about something of their own first."),
            "invalid_choice": _("One of the stories is no longer here. Please choose again."),
        },
    )
    title = forms.CharField(
        label=_("What are these stories about?"),
        max_length=TITLE_MAX,
        error_messages={"required": _("Give them a name: a few words about what they share.")},
    )
    suggested = forms.CharField(max_length=TITLE_MAX, required=False, widget=forms.HiddenInput)  # the machine's title
    suggested_in = forms.ChoiceField(choices=settings.LANGUAGES, required=False, widget=forms.HiddenInput)
    leave_tasks = forms.BooleanField(
        label=_("They leave the improvements they belong to now"),
        required=False,
        help_text=_("They may then become an improvement of their own."),
    )

    def __init__(self, *args, incidents, theme: Theme, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = incidents
        self._theme = theme

    def clean_title(self) -> str:
        return check_title(self.cleaned_data["title"], self._theme)


class MovingForm(forms.Form):
    theme = forms.ChoiceField(label=_("Which theme does it belong to?"))

    def __init__(self, *args, themes, incident: Incident | None = None, **kwargs) -> None:
        """Offered are the living ones of `themes`, by direction and name; `incident` shows where it is."""
        super().__init__(*args, **kwargs)
        living = list(themes.living().order_by("polarity", "category", "is_default", "title", "id")[:CHOICES])
        names = names_of(living)
        living.sort(key=lambda one: str(names[one.pk]).casefold())
        self.themes = {str(one.pk): one for one in living}
        by_direction = [(words, [one for one in living if one.polarity == code]) for code, words in DIRECTIONS]
        self.fields["theme"].choices = [
            (words, [(one.pk, names[one.pk]) for one in rows]) for words, rows in by_direction if rows
        ]
        if incident:
            self.fields["theme"].initial = incident.theme_id

    @property
    def target(self) -> Theme:
        return self.themes[self.cleaned_data["theme"]]


class NotNowForm(forms.Form):
    """Which question is not answered now: the stories of a group, or the other theme of a pair."""

    other = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)

    @property
    def incidents(self) -> list[int]:
        given = [pk for pk in self.data.getlist("incident") if pk.isdecimal() and len(pk) < len(str(MAX_ID))]
        return [int(pk) for pk in given][:MOST_ASKED_ABOUT]
