"""Forms of the settings pages."""

import zoneinfo
from functools import lru_cache

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from common import languages

ZONES_ID = "zones"


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The zones offered while typing; any other known zone is accepted too. Read from disk once a process."""
    return tuple(sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")))


def language_choices(first: str | None = None) -> list[tuple[str, str]]:
    """The five languages, after an empty choice with the words `first` if given."""
    return [*([("", first)] if first else []), *languages.CHOICES]


def first_problem(form) -> str:
    """The first thing that stops a form, in one line; empty when nothing does."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        return f"{label}: {errors[0]}" if label else str(errors[0])
    return ""


def remind_of_passwords(form, *, typed=None) -> None:
    """A form drawn again shows no password that was typed; say so at the field, where nothing else is said.

    `typed` is the posted form where another one is drawn in its place.
    """
    data = (typed or form).data
    for name, field in form.fields.items():
        is_dropped = isinstance(field.widget, forms.PasswordInput) and data.get(form.add_prefix(name))
        if is_dropped and name not in form.errors:
            # On the bound field: it took its help from the field when the form was checked.
            form[name].help_text = _("Please write it once more: passwords are never sent back.")


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ("name", "purpose", "language", "time_zone")
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "time_zone": forms.TextInput(attrs={"list": ZONES_ID, "autocomplete": "off", "spellcheck": "false"}),
        }
        help_texts = {
            "language": _("New customers, surveys and colleagues start with it."),
            "time_zone": _("The place whose clock you live by, for example Europe/Helsinki."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()
        self.fields["purpose"].widget.attrs |= purpose_hint_attributes(self)

    def clean_purpose(self) -> str:
        return " ".join(self.cleaned_data["purpose"].split())


def purpose_hint_attributes(form) -> dict[str, str]:
    """What lets the coach speak while one writes; without script it speaks after saving."""
    prefix = form.add_prefix("purpose")
    return {
        "data-hx-get": reverse("accounts:purpose_hint"),
        "data-hx-trigger": "input changed delay:400ms",
        "data-hx-target": "#purpose-hint",
        "data-hx-sync": "this:replace",
        "data-hx-include": f"#id_{prefix}, #id_{form.add_prefix('language')}",
    }


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["language"].choices = language_choices(_("As the organisation"))
