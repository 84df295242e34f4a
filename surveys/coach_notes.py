"""The coach's notes on one question, as the builder shows them: at most two at a time, the most urgent first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy

from surveys import coach, inserting
from surveys.coach import Advice
from surveys.models import Question
from surveys.readiness.wording import NEVER_KEPT, advised

SHOWN_AT_MOST = 2
SENSITIVE = "sensitive_data"  # kept by whoever holds the privacy role, as a clinic may have to
BLOCK = "block"
PLACES = {
    "": "",
    "neutral": gettext_lazy("In the room to say why"),
    "yes": gettext_lazy("In the room to say why, after a yes"),
    "no": gettext_lazy("In the room to say why, after a no"),
}


@dataclass(frozen=True)
class Note:
    """One note, in the reader's language; what to write instead in the question's."""

    rule: str
    message: str
    place: str  # where it is about a prompt
    better: str
    blocks: bool
    may_be_kept: bool
    may_be_split: bool
    reason: str  # one that is on its way


@dataclass(frozen=True)
class Kept:
    """A note that somebody has put aside, and why."""

    rule: str
    message: str
    reason: str
    by: str


@dataclass(frozen=True)
class Notes:
    """`more` counts those that wait until the shown ones are seen to."""

    key: str
    language: str
    shown: tuple[Note, ...]
    more: int
    kept: tuple[Kept, ...]

    @property
    def signature(self) -> str:
        """The same for the same notes, so that what stands on the page already is not drawn again."""
        said = [f"{note.rule}.{int(note.may_be_split)}{note.place}" for note in self.shown]
        return "-".join([*said, str(self.more), *(one.rule for one in self.kept)])


def notes_of(
    question: Question,
    language: str,
    *,
    text: str | None = None,
    prompts: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    has_privacy: bool = False,
) -> Notes:
    """The notes on a question in one language.

    `text` and `prompts` are what is being typed, instead of what is stored; `typed` is the posted form, for reasons
    on their way; `has_privacy` says that the reader holds the privacy role.
    """
    found = findings(question, language, text=text, prompts=prompts)
    kept = {rule: told for rule, told in question.kept_advice.get(language, {}).items() if rule not in NEVER_KEPT}
    waiting = [advice for rule, (advice, _place) in found.items() if rule not in kept]
    shown = coach.shown(waiting, at_most=SHOWN_AT_MOST)
    text = question.texts.get(language, "") if text is None else text
    return Notes(
        key=question.key.hex,
        language=language,
        shown=tuple(
            Note(
                rule=advice.rule,
                message=_message(advice),
                place=str(PLACES.get(found[advice.rule][1], "")),
                better="" if found[advice.rule][1] else advice.example().good,
                blocks=advice.severity == BLOCK,
                may_be_kept=may_be_kept(advice, has_privacy=has_privacy),
                may_be_split=advice.rule == "double_barrelled" and halves(text, language) is not None,
                reason=(typed or {}).get(reason_field(question.key.hex, advice.rule), ""),
            )
            for advice in shown
        ),
        more=len(waiting) - len(shown),
        kept=tuple(
            Kept(rule, _message(found[rule][0]), told["reason"], told["by"])
            for rule, told in kept.items()
            if rule in found
        ),
    )


def findings(
    question: Question, language: str, *, text: str | None = None, prompts: Mapping[str, str] | None = None
) -> dict[str, tuple[Advice, str]]:
    """What the coach says of the question and then of its prompts, each rule once, with the prompt's name."""
    said = {"": question.texts.get(language, "") if text is None else text}
    said |= {name: texts.get(language, "") for name, texts in question.prompt.items()} | dict(prompts or {})
    found: dict[str, tuple[Advice, str]] = {}
    for place, words in said.items():
        for advice in advised(words, language, bool(place)) if words.strip() else ():
            found.setdefault(advice.rule, (advice, place))
    return found


def may_be_kept(advice: Advice, *, has_privacy: bool) -> bool:
    return advice.may_be_kept or (advice.rule == SENSITIVE and has_privacy)


def halves(text: str, language: str) -> tuple[str, str] | None:
    """The two questions in one; None where it cannot be taken apart, or only through an insertion."""
    split = coach.split(text, language=language)
    if split is None:
        return None
    first, second = split
    inserted = [(one.kind, one.name) for half in split for one in inserting.find(half)]
    return (first, second) if inserted == [(one.kind, one.name) for one in inserting.find(text)] else None


def reason_field(key: str, rule: str) -> str:
    """The name of the field in which the reason for keeping a question is written."""
    return f"reason-{key}-{rule}"


def _message(advice: Advice) -> str:
    return advice.message(get_language() or "en")
