"""Starting a survey, and its settings."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import UnitChoice
from common import languages
from surveys import ready_made
from surveys.models import Survey

BLANK = "blank"
ANONYMITY_NAMES = {
    Survey.Anonymity.NAMED: _("With name"),
    Survey.Anonymity.PSEUDONYMOUS: _("Without name"),
    Survey.Anonymity.ANONYMOUS: _("Anonymous"),
}
ANONYMITY_WORDS = {
    Survey.Anonymity.NAMED: _("Readers see who answered and can reply."),
    Survey.Anonymity.PSEUDONYMOUS: _(
        "Readers see the answer, not who wrote it. The personal link still knows, so we never call it anonymous."
    ),
    Survey.Anonymity.ANONYMOUS: _("Nobody can see who answered."),
}


class StartForm(forms.Form):
    """What it takes to begin: something to start from and a language. The rest is known, and folded away."""

    FOLDED = ("unit", "contact_name", "contact_email")

    start = forms.ChoiceField(label=_("What do you start from?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("For you and your colleagues; customers do not see it. Empty: the name of what you start from."),
    )
    language = forms.ChoiceField(label=_("Main language"), choices=languages.CHOICES)
    other_languages = forms.MultipleChoiceField(
        label=_("Customers can also read it in"),
        choices=languages.CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unit = UnitChoice(label=_("Unit"), queryset=None, empty_label=None)
    contact_name = forms.CharField(
        label=_("Contact person"), max_length=120, help_text=_("Whom the customer can write to. Shown on the page.")
    )
    contact_email = forms.EmailField(label=_("Contact's e-mail address"), max_length=254)

    def __init__(self, *args, membership, start: str = "", **kwargs):
        organisation, user = membership.organisation, membership.user
        shelf = {one.key: one for one in ready_made.all_ready_made()}
        initial = {
            "start": start if start in shelf or start == BLANK else next(iter(shelf), BLANK),
            "language": organisation.language,
            "contact_name": user.display_name,
            "contact_email": user.email,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["start"].choices = [
            *((key, one.name(get_language())) for key, one in shelf.items()),
            (BLANK, _("Blank")),
        ]
        units = membership.visible_units().in_tree_order()
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = units.first()

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    @property
    def name_or_usual(self) -> str:
        """What was typed, else what the survey starts from, in its main language."""
        if self.cleaned_data["name"]:
            return self.cleaned_data["name"]
        if self.cleaned_data["start"] == BLANK:
            with override(self.cleaned_data["language"]):
                return gettext("New survey")
        return ready_made.by_key(self.cleaned_data["start"]).name(self.cleaned_data["language"])

    @property
    def languages(self) -> list[str]:
        """The main one first, then the others in the house's order."""
        main, others = self.cleaned_data["language"], self.cleaned_data["other_languages"]
        return [main, *(code for code, _name in settings.LANGUAGES if code in others and code != main)]

    @property
    def has_folded_errors(self) -> bool:
        return any(name in self.errors for name in self.FOLDED)


class SettingsForm(forms.ModelForm):
    anonymity = forms.ChoiceField(label=_("What readers see of the customer"), widget=forms.RadioSelect)
    unit = UnitChoice(label=_("Unit"), queryset=None, empty_label=None)
    retention_months = forms.IntegerField(
        label=_("Months the answers are kept"),
        min_value=1,
        max_value=36,
        help_text=_("At most 36. After that the answers are deleted."),
    )

    class Meta:
        model = Survey
        fields = [
            "name",
            "unit",
            "contact_name",
            "contact_email",
            "anonymity",
            "opens_at",
            "closes_at",
            "retention_months",
            "shows_help_lines",
            "hides_health_words",
        ]
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("opens_at", "closes_at")
        }
        help_texts = {
            "name": _("For you and your colleagues; customers do not see it."),
            "contact_name": _("Whom the customer can write to. Shown on the page."),
            "opens_at": _("Empty: as soon as it is published."),
            "closes_at": _("Empty: until you close it."),
            "shows_help_lines": _("Where a survey may meet people in need. The numbers are written in the settings."),
            "hides_health_words": _("Where people may tell of illness, medicines or care. Names are always hidden."),
        }

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = membership.visible_units().in_tree_order()
        offered = [Survey.Anonymity.PSEUDONYMOUS, Survey.Anonymity.NAMED]
        if self.instance.published_version_id:
            offered = [Survey.Anonymity(self.instance.anonymity)]
            self.fields["anonymity"].help_text = _("This stays as the customers were told when they answered.")
        elif self.instance.anonymity == Survey.Anonymity.ANONYMOUS:
            offered.append(Survey.Anonymity.ANONYMOUS)
        self.fields["anonymity"].choices = [
            (
                mode.value,
                format_html(
                    '<span>{}<span class="choice-words">{}</span></span>', ANONYMITY_NAMES[mode], ANONYMITY_WORDS[mode]
                ),
            )
            for mode in offered
        ]

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Choose a closing date after the opening."))
        return cleaned
