"""All rules, one after the other. A rule looks at a draft and gives its problems, each with a reason."""

from collections.abc import Callable, Iterable

from surveys.models import SurveyVersion
from surveys.readiness import around, burden, paths, repeating, texts, translations, wording
from surveys.readiness.draft import Draft
from surveys.readiness.problem import Problem

Rule = Callable[[Draft], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    texts.no_questions,
    around.not_publishable_yet,
    around.no_contact,
    around.closes_in_the_past,
    texts.no_title,
    texts.missing_translation,
    translations.translation_left_behind,
    texts.no_motivation_prompt,
    texts.too_few_options,
    paths.condition_on_nothing,
    paths.unreachable_question,
    paths.insertion_of_nothing,
    wording.wording,
    around.not_walked,
    around.no_action_plan,
    burden.too_many_questions,
    burden.too_long_to_answer,
    burden.scale_overload,
    burden.touchpoint_over_surveyed,
    around.no_purpose,
    around.no_purpose_link,
    around.no_staff_look,
    repeating.duplicate_question,
)
_added: list[Rule] = []


def problems(version: SurveyVersion) -> list[Problem]:
    """Everything to look at before publishing: the survey's own, then question by question, each as the rules stand.

    Nothing that blocks means that it may be published.
    """
    draft = Draft.of(version)
    found = [problem for rule in (*RULES, *_added) for problem in rule(draft)]
    place = {question.pk: number for number, question in enumerate(draft.questions, start=1)}
    return sorted(found, key=lambda problem: place.get(problem.where, 0))


def add_rule(rule: Rule) -> Rule:
    """Let a room further right look at drafts too, with what it alone knows. Called from its `apps.ready`.

    The same rule twice is one rule.
    """
    if rule not in _added:
        _added.append(rule)
    return rule
