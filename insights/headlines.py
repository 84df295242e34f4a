"""A task as a card: its title is the customer's own words, made when it is shown and stored nowhere.

So erasing an answer erases the title with it, and a name that masking learns to see disappears from it too.
"""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Unit, User
from insights import categories, quoting
from insights.models import ImprovementTask


@dataclass(frozen=True)
class Card:
    """What a list shows of a task. The task is loaded with `.with_headline()`."""

    pk: int
    headline: str
    language: str  # of the headline; empty for the reader's own
    is_example: bool  # the headline is one person's words, and others have said it in theirs
    about: str  # the name of the theme
    about_language: str  # of that name, where it is the machine's
    unit: Unit
    voices_count: int
    owner: User | None
    state: str
    state_words: str
    band: str
    band_words: str
    severity: int | None
    url: str
    take_url: str  # empty when it is not free

    @property
    def foreign_language(self) -> str:
        """The name of the headline's language when it is not the reader's; else empty."""
        return quoting.foreign_name(self.language)

    def get_state_display(self) -> str:
        return self.state_words


def card(task: ImprovementTask) -> Card:
    words, language = headline(task)
    return Card(
        pk=task.pk,
        headline=words,
        language=language,
        is_example=bool(language) and task.voices > 1,
        about=categories.name_of(task.theme),
        about_language="" if task.theme.is_default else task.theme.language,
        unit=task.unit,
        voices_count=task.voices,
        owner=task.owner if task.is_in_hands else None,
        state=task.state,
        state_words=task.get_state_display(),
        band=task.band,
        band_words=task.get_band_display(),
        severity=task.headline.severity if task.headline else None,
        url=task.get_absolute_url(),
        take_url=reverse("insights:taking", args=[task.pk]) if task.is_free else "",
    )


def headline(task: ImprovementTask) -> tuple[str, str]:
    """The title and its language: what a person wrote, else the first sentence of the most severe incident, masked.

    Only when nothing is left of the words (an erased answer) it is what the task is about, and where.
    """
    if task.title:
        return task.title, ""
    if task.headline:
        words = quoting.first_sentence(quoting.words_of(task.headline))
        if words:
            return words, task.headline.answer.response.language
    return f"{categories.name_of(task.theme)} · {task.unit.name}", ""
