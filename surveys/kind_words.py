"""How the builder offers the kinds of question: a drawing, an example, and which come first."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from surveys import question_kinds as kinds

# Asked first: what lets the customer say what happened. The others measure, and stand behind "More kinds".
FIRST = (kinds.YES_NO, kinds.OPEN_TEXT, kinds.ONE_TIME, kinds.SINGLE_CHOICE)

ICONS = {
    kinds.YES_NO: "circle-check",
    kinds.OPEN_TEXT: "pen-line",
    kinds.ONE_TIME: "footprints",
    kinds.SINGLE_CHOICE: "circle-dot",
    kinds.MULTIPLE_CHOICE: "list-checks",
    kinds.SCALE: "gauge",
    kinds.SCALE_1_5: "gauge",
    kinds.NPS: "megaphone",
    kinds.SHORT_TEXT: "text-cursor-input",
    kinds.NUMBER: "hash",
    kinds.DATE: "calendar",
}
EXAMPLES = {
    kinds.YES_NO: _("“Did you sleep well?” And why."),
    kinds.OPEN_TEXT: _("“How were you treated?” In their own words."),
    kinds.ONE_TIME: _("What happened, how were you met, what did it lead to?"),
    kinds.SINGLE_CHOICE: _("One of the answers you offer. And why."),
    kinds.MULTIPLE_CHOICE: _("As many as fit of the answers you offer. And why."),
    kinds.SCALE: _("“How rested did you wake up?” And why."),
    kinds.SCALE_1_5: _("Five steps between two ends. And why."),
    kinds.NPS: _("Would they recommend you? It says little about what happened."),
    kinds.SHORT_TEXT: _("A few words, such as the name of a place."),
    kinds.NUMBER: _("“How many minutes did you wait?”"),
    kinds.DATE: _("“Which day did it arrive?”"),
}


@dataclass(frozen=True)
class KindShown:
    kind: str
    name: str
    icon: str
    example: str


def shown() -> tuple[list[KindShown], list[KindShown]]:
    """The kinds a manager is offered first, and the rest, each as the builder draws it."""
    drawn = {kind: KindShown(kind, name, ICONS[kind], EXAMPLES[kind]) for kind, name in kinds.CHOICES}
    return [drawn[kind] for kind in FIRST], [one for kind, one in drawn.items() if kind not in FIRST]
