"""The demo's stories, worked out once as rows that a heap of synthetic answers repeats."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Organisation, Unit
from common import casefolding
from common.masking import mask
from demo import asking, stories
from insights import grouping, theming
from insights.models import ImprovementTask, Theme
from insights.models.incident import POSITIVE
from surveys.definitions import QuestionDefinition, published_definition
from surveys.models import Survey

NOTHING_HAPPENED = "neutral"
LIBRARY = "hotel"


@dataclass(frozen=True)
class Kind:
    """One story as rows: its answers, and the incident told in one of them, if any."""

    language: str
    answers: tuple[tuple[int, UUID, str, str, str], ...]  # question's id and key, choice, text, motivation
    search_text: str
    polarity: str
    category: str | None
    severity: int | None
    told_in: int | None  # place in `answers`
    length: int  # of the words there
    touchpoint_id: int | None

    @property
    def theme_key(self) -> theming.Kind:
        return self.category, theming.direction(self.polarity)

    def key_in(self, unit_id: int, themes: dict[theming.Kind, Theme]) -> grouping.Key:
        return grouping.Key(unit_id, self.touchpoint_id, themes[self.theme_key].pk)


def all_kinds(survey: Survey) -> list[Kind]:
    """Every story of the hotel, as answers to this survey."""
    questions = published_definition(survey.published_version_id).questions
    by_slug = dict(zip(asking.slugs_of({}, LIBRARY), questions, strict=True))
    return [_kind(story, by_slug) for story in stories.all_stories() if story.survey == LIBRARY]


def _kind(story: stories.Story, by_slug: dict[str, QuestionDefinition]) -> Kind:
    told = [(by_slug[slug], answer["value"] or "", answer["words"]) for slug, answer in story.answers.items()]
    place = max(range(len(told)), key=lambda number: len(told[number][2]))
    has_incident = story.note["category"] is not None and told[place][2] != ""
    masked = (mask(words, language=story.language) for _, _, words in told if words)
    return Kind(
        language=story.language,
        answers=tuple(
            (question.id, question.key, choice, *(("", words) if question.is_closed else (words, "")))
            for question, choice, words in told
        ),
        search_text=casefolding.search_text(*masked),
        polarity=story.note["polarity"] if has_incident else NOTHING_HAPPENED,
        category=story.note["category"] if has_incident else None,
        severity=story.note["severity"] if has_incident else None,
        told_in=place if has_incident else None,
        length=len(told[place][2]),
        touchpoint_id=told[place][0].touchpoint_id if has_incident else None,
    )


class Places:
    """The themes and tasks that the incidents of these kinds belong to, made where they are missing."""

    def __init__(self, organisation: Organisation, kinds: list[Kind], units: list[Unit], *, now: datetime) -> None:
        """In the caller's transaction."""
        told = [kind for kind in kinds if kind.told_in is not None]
        self.themes = theming.locked_defaults(organisation.pk, {kind.theme_key for kind in told})
        bad = [kind for kind in told if kind.polarity != POSITIVE]
        keys = {kind.key_in(unit.pk, self.themes) for kind in bad for unit in units}
        there = grouping.living_tasks(organisation.pk, keys)
        missing = [
            ImprovementTask(organisation=organisation, created_at=now, **key._asdict())
            for key in sorted(keys - there.keys())
        ]
        made = ImprovementTask.objects.bulk_create(missing)
        self.tasks = there | {grouping.key_of(task): task.pk for task in made}

    def theme_id(self, kind: Kind) -> int:
        return self.themes[kind.theme_key].pk
