"""What is told in the demo: the company, its customers' answers, and what its people did. Read from files only."""

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

SHELF = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """One customer's answers, as many days ago as they were given."""

    survey: str  # key of the ready-made survey
    language: str
    house: str  # key of the unit
    answers: dict[str, dict]  # {slug of the question: {"value", "words"}}
    note: dict  # what a person thinks of it: {"category", "polarity", "severity"}
    days_ago: int
    problem: str | None  # what several customers tell about, in the same word


def company() -> dict:
    return _read("company.json")


def acts() -> list[dict]:
    """What the colleagues did, the earliest first."""
    return sorted(_read("acts.json"), key=lambda act: (-act["days_ago"], act["hour"]))


def all_stories() -> list[Story]:
    """Every story, the oldest first."""
    stories = []
    for path in sorted((SHELF / "texts").glob("*.jsonl")):
        survey, language = path.name.split(".")[:2]
        for line in path.read_text(encoding="utf-8").splitlines():
            stories.append(Story(survey=survey, language=language, **json.loads(line)))
    return sorted(stories, key=lambda story: -story.days_ago)


def some_stories(limit: int | None) -> list[Story]:
    """At most `limit` stories, the oldest first, so chosen that every problem is heard early and late."""
    stories = all_stories()
    if limit is None or limit >= len(stories):
        return stories
    by_problem = defaultdict(list)
    for place, story in enumerate(stories):
        by_problem[story.problem or ""].append(place)
    rounds = zip_longest(*(_from_both_ends(by_problem[problem]) for problem in sorted(by_problem, reverse=True)))
    places = [place for one_each in rounds for place in one_each if place is not None]
    return [stories[place] for place in sorted(places[:limit])]


def stories_of_the_other(told: dict) -> list[Story]:
    """The second organisation's few answers, told inside its company page."""
    (house,) = (unit["key"] for unit in told["units"])
    return [
        Story(survey=told["survey"]["key"], house=house, note={}, problem=None, **answer) for answer in told["answers"]
    ]


def _from_both_ends(places: list[int]) -> list[int]:
    turned = [place for pair in zip(places, reversed(places), strict=True) for place in pair]
    return list(dict.fromkeys(turned))


def _read(name: str):
    return json.loads((SHELF / name).read_text(encoding="utf-8"))
