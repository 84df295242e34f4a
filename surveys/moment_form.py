"""One moment on the customer's way, in the reader's language."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.models import Touchpoint
from surveys.texts import in_language


class MomentForm(forms.Form):
    name = forms.CharField(label=_("Moment"), max_length=80, help_text=_("As the customer would say it: “The night”."))
    step = forms.ChoiceField(label=_("When"), choices=Touchpoint.Step.choices, widget=forms.RadioSelect)
    customer_need = forms.CharField(
        label=_("What does the customer need then?"),
        max_length=200,
        required=False,
        help_text=_("For example: to wake ready for the day."),
    )
    we_want_it_to_feel = forms.CharField(
        label=_("How do we want it to feel?"),
        max_length=120,
        required=False,
        help_text=_("For example: safe and expected."),
    )

    def __init__(self, *args, touchpoint: Touchpoint | None = None, **kwargs):
        self.language = get_language() or "en"
        initial = {"step": Touchpoint.Step.USE}
        if touchpoint:
            initial = {
                "name": touchpoint.name,
                "step": touchpoint.step,
                "customer_need": in_language(touchpoint.customer_need, self.language),
                "we_want_it_to_feel": in_language(touchpoint.we_want_it_to_feel, self.language),
            }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def values(self, touchpoint: Touchpoint | None) -> dict:
        """What `touchpoints.change` takes: the words of the other languages stay."""
        told = self.cleaned_data
        return {
            "names": self._said("name", getattr(touchpoint, "names", {})),
            "step": told["step"],
            "customer_need": self._said("customer_need", getattr(touchpoint, "customer_need", {})),
            "we_want_it_to_feel": self._said("we_want_it_to_feel", getattr(touchpoint, "we_want_it_to_feel", {})),
        }

    def _said(self, field: str, texts: dict[str, str]) -> dict[str, str]:
        typed = self.cleaned_data[field]
        if field not in self.changed_data:
            return texts  # shown in another language's words perhaps: those are not this one's
        rest = {language: text for language, text in texts.items() if language != self.language}
        return {**rest, self.language: typed} if typed else rest
