"""What a person may say about a task: one line each, and a filter for the list."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from common import clock
from insights import headlines, improving, putting_aside
from insights.models import ImprovementTask
from insights.models.improvement_task import State

STEPS = [("mend", _("Mend something")), ("remove", _("Take a step away")), ("talk", _("Talk together"))]
MERGE_CHOICES = 30
CURRENT = pgettext_lazy("filter: improvements that have not ended", "Current")
LONGEST_STEP = improving.MAX_STEP - 40  # characters; its kind stands before it


class LineForm(forms.Form):
    """A form of words: what was typed can be shown again where the form itself has no place."""

    def typed(self) -> list[str]:
        fields = (self[name] for name, field in self.fields.items() if isinstance(field, forms.CharField))
        return [words for field in fields if (words := (field.value() or "").strip())]


class StepForm(LineForm):
    chip = forms.ChoiceField(label=_("What kind of step?"), choices=STEPS, required=False, widget=forms.RadioSelect)
    step = forms.CharField(label=_("In a few words"), required=False, max_length=LONGEST_STEP)

    @staticmethod
    def parts(step: str) -> dict[str, str]:
        """A noted step as the form holds it: the kind that stands before its words is the chosen one."""
        for code, kind in STEPS:
            if step == kind or step.startswith(f"{kind}: "):
                return {"chip": code, "step": step.removeprefix(str(kind)).removeprefix(": ")}
        return {"step": step}

    def whole(self) -> str:
        """The kind of step and the words, as one line."""
        kind = str(dict(STEPS).get(self.cleaned_data["chip"], ""))
        return ": ".join(part for part in (kind, self.cleaned_data["step"].strip()) if part)


def _line(label, *, rows: int = 2, max_length: int = improving.MAX_WORDS, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)


class TrialForm(LineForm):
    hypothesis = _line(
        _("What do you think, and what do you try?"),
        required=False,
        help_text=_("We think … because …. We try …. If we are right we will see …"),
        rows=3,
    )


class WorkDoneForm(LineForm):
    what_we_did = _line(_("What did you do?"), help_text=_("One line is enough."))


class ClosingForm(LineForm):
    what_happened = _line(
        _("What happened?"), help_text=_("Better, the same or worse: each is worth knowing. One line is enough.")
    )


class RestForm(LineForm):
    reason = _line(_("Why does it rest?"), max_length=putting_aside.MAX_REASON, help_text=_("Everybody can read this."))
    review_on = forms.DateField(
        label=_("When do we look at it again?"),
        help_text=_("At most 90 days ahead."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate(clock.now())
        self.fields["review_on"].initial = today + putting_aside.MAX_REST / 3


class DecliningForm(LineForm):
    reason = _line(
        _("Why do we not take this further?"),
        max_length=putting_aside.MAX_REASON,
        help_text=_("Everybody can read this."),
    )


class MergingForm(LineForm):
    into = forms.ChoiceField(label=_("Merge with"))

    def __init__(self, *args, task: ImprovementTask, tasks, **kwargs) -> None:
        """`tasks` are those the reader may see; offered are the living ones about the same thing or place."""
        super().__init__(*args, **kwargs)
        alike = tasks.living().with_headline().exclude(pk=task.pk)
        alike = alike.filter(theme__category=task.theme.category) | alike.filter(unit=task.unit)
        self.tasks = {str(other.pk): other for other in alike.by_priority()[:MERGE_CHOICES]}
        self.fields["into"].choices = [(pk, _title(other)) for pk, other in self.tasks.items()]

    @property
    def target(self) -> ImprovementTask:
        return self.tasks[self.cleaned_data["into"]]


def _title(task: ImprovementTask) -> str:
    return f"{headlines.headline(task)[0]} ({task.unit.name})"


class TaskFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False)
    band = forms.ChoiceField(label=_("Priority"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Place"), queryset=Unit.objects.none(), required=False, empty_label=_("All places")
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.in_tree_order()
        self.fields["state"].choices = [
            ("", CURRENT),
            *State.choices,
        ]
        self.fields["band"].choices = [("", _("Any priority")), *ImprovementTask.Band.choices]

    def chosen(self, tasks, *, by):
        """The tasks that fit; values nobody could have chosen on the page are left out of account."""
        self.is_valid()
        wanted = self.cleaned_data
        tasks = tasks.filter(state=wanted["state"]) if wanted.get("state") else tasks.living()
        if wanted.get("band"):
            tasks = tasks.filter(band=wanted["band"])
        if wanted.get("unit"):
            tasks = tasks.filter(unit__path__startswith=wanted["unit"].path)
        if wanted.get("mine"):
            tasks = tasks.filter(owner=by)
        return tasks

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)
