""" "Which moment matters?": the first step of a new question. It may be skipped; then it is about the whole visit."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from surveys import touchpoints
from surveys.models import Touchpoint
from surveys.moment_form import MomentForm

NEW = "new"
PREFIX = "add"


class MomentStep(MomentForm):
    """Choose one of the moments, or name one. `moments` are the whole visit and those of the customer's way."""

    field_order = ["moment"]

    def __init__(self, data=None, *, moments: list[Touchpoint], chosen: Touchpoint | None = None):
        super().__init__(data, prefix=PREFIX, auto_id="id_%s", use_required_attribute=False)
        self.moments = moments
        places = [(str(one.pk), one.name) for one in moments]
        if self.has_room:
            places.append((NEW, _("Another moment")))
        self.fields["moment"] = forms.ChoiceField(
            label=_("Which moment matters?"), choices=places, required=False, widget=forms.RadioSelect
        )
        self.fields["name"].required = self.fields["step"].required = False
        for name in ("name", "customer_need", "we_want_it_to_feel"):
            self.fields[name].widget.attrs |= {"placeholder": self.fields[name].help_text, "autocomplete": "off"}
        self.initial["moment"] = str(chosen.pk) if chosen else NEW if len(moments) == 1 else ""

    @property
    def has_room(self) -> bool:
        return len(self.moments) <= touchpoints.MOST_MOMENTS

    @cached_property
    def by_step(self) -> list[tuple[str, list]]:
        """The moments as the page shows them: the name of each step, and its choices."""
        boxes = {box.data["value"]: box for box in self["moment"]}
        steps = [
            (label, [one for one in self.moments if one.step == step and not one.is_default])
            for step, label in Touchpoint.Step.choices
        ]
        return [(label, [(boxes[str(one.pk)], one) for one in there]) for label, there in steps if there]

    @cached_property
    def whole_visit(self):
        return next(iter(self["moment"]))

    @cached_property
    def new(self):
        return list(self["moment"])[-1] if self.has_room else None

    def typed(self) -> dict[str, str]:
        """The words of a moment that was being named when another button was pressed."""
        if not (self.is_bound and self["name"].value()):
            return {}
        names = ["moment", "name", "step", "customer_need", "we_want_it_to_feel"]
        return {self.add_prefix(name): value for name in names if (value := self[name].value())}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("moment") != NEW:
            # Words of a moment that was not chosen are nobody's mistake.
            for name in list(self.errors):
                if name != "moment":
                    del self.errors[name]
        return cleaned

    def place(self, organisation: Organisation) -> Touchpoint | None:
        """What the new question is about, made if it is new; None for the whole visit.

        Raises ValidationError for one moment too many.
        """
        told = self.cleaned_data
        if told.get("moment") == NEW:
            return touchpoints.named(organisation, **{**self.values(None), "step": told["step"] or Touchpoint.Step.USE})
        return next((one for one in self.moments if str(one.pk) == told.get("moment")), None)
