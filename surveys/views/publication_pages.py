"""What the page before publishing shows: the one next step, what to look at, what changes, what customers are told."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from surveys import comparing, estimating, promises, readiness, walking
from surveys.comparing import Difference
from surveys.models import Question, Survey, SurveyVersion
from surveys.publication_form import PublicationForm
from surveys.readiness import SEVERITIES, STRONG, Problem
from surveys.readiness.around import every_question_has_a_plan
from surveys.texts import in_language

MOST_SHOWN = 40  # of a kind; a survey of two hundred questions may have hundreds, and each stands in the builder too
# Said in the place that mends them, not in the list of things to look at.
HERE = {"not_walked": "walk", "no_staff_look": "walk", "no_action_plan": "decide", "no_purpose_link": "decide"}
SETTINGS = {"no_contact", "closes_in_the_past"}


@dataclass(frozen=True)
class Item:
    """One thing to look at, and where it is mended."""

    problem: Problem
    url: str
    number: int | None  # of the question it is about


class PublicationPage:
    """A draft on its way to its customers. `posted` is what was sent, if anything was."""

    def __init__(self, request, survey: Survey, draft: SurveyVersion, posted=None):
        self.request, self.survey, self.draft = request, survey, draft
        self.questions: list[Question] = list(draft.questions.order_by("position", "id"))
        self.places = {one.pk: (number, one.key.hex) for number, one in enumerate(self.questions, start=1)}
        self.builder_url = reverse("surveys:build", args=[survey.pk])
        self.difference: Difference | None = None
        if survey.published_version:
            self.difference = comparing.difference(draft, survey.published_version, language=self.language)
        self.problems = readiness.problems(draft)
        self.form = PublicationForm(
            posted,
            survey=survey,
            by=request.user,
            asked_otherwise=self.difference.asked_otherwise if self.difference else [],
            needs_decision=not every_question_has_a_plan(self.questions),
            needs_reason=any(problem.severity == STRONG for problem in self.problems),
        )

    @property
    def language(self) -> str:
        """The reader's, if the survey speaks it; else its own."""
        spoken = get_language() or ""
        return spoken if spoken in self.draft.languages else self.draft.languages[0]

    def refuse(self, problems: list[Problem]) -> None:
        """Show these as what stopped the publishing, the decision's at its field."""
        self.problems = readiness.problems(self.draft)
        for problem in problems:
            if problem.code == "no_action_plan" and "decision" not in self.form.errors:
                self.form.add_error("decision", problem.message)

    def show(self, *, status: int = 200, **more):
        blocking = [self._item(problem) for problem in self.problems if problem.blocks]
        to_mend = [item for item in blocking if item.problem.code not in HERE]
        advice = self._advice()
        codes = {problem.code for problem in self.problems}
        looks = walking.looks(self.draft, self.questions)
        context = {
            "survey": self.survey,
            "draft": self.draft,
            "form": self.form,
            "blocking": blocking[:MOST_SHOWN],
            "blocking_count": len(blocking),
            "to_mend": to_mend[:MOST_SHOWN],
            "advice": advice[:MOST_SHOWN],
            "left_out": max(len(to_mend), len(advice), MOST_SHOWN) - MOST_SHOWN,
            "next_step": _next_step(to_mend, codes),
            "is_walked": "not_walked" not in codes,
            "wants_a_look": "no_staff_look" in codes,
            "is_decided": "no_action_plan" not in codes,
            "looks": looks,
            "question_count": len(self.questions),
            "plans": self._plans(),
            "minutes": estimating.minutes_to_answer(self.draft, self.questions),
            "facts": promises.facts(self.survey),
            "intro": self.draft.intro.get(self.language, ""),
            "language": self.language,
            "difference": self.difference,
            "changes": self._changes(),
            **more,
        }
        return render(self.request, "surveys/publication.html", context, status=status)

    def _advice(self) -> list[Item]:
        """What does not stand in the way, the strongest first; what is asked for on this page is not said twice."""
        said = [one for one in self.problems if not one.blocks and one.code not in HERE]
        return [self._item(one) for one in sorted(said, key=lambda one: SEVERITIES.index(one.severity))]

    def _changes(self) -> list[dict]:
        if not self.difference:
            return []
        asks = set(map(id, self.difference.asked_otherwise))
        return [
            {
                "change": change,
                "text": in_language(change.question.texts, self.language),
                "field": self.form.key_field(change) if id(change) in asks else None,
            }
            for change in self.difference.questions
        ]

    def _plans(self) -> list[dict]:
        """What each question says you will do if the answer is no, where it says so itself."""
        return [
            {"number": number, "text": in_language(question.texts, self.language), "plan": question.if_no_we_will}
            for number, question in enumerate(self.questions, start=1)
            if question.if_no_we_will.strip()
        ]

    def _item(self, problem: Problem) -> Item:
        if place := self.places.get(problem.where):
            number, key = place
            return Item(problem, self._in_builder(problem, key), number)
        return Item(problem, self._in_builder(problem) if problem.control else self._place_of(problem), None)

    def _in_builder(self, problem: Problem, key: str = "") -> str:
        """The builder in the language it is about, at the text to write in: a browser puts the cursor there."""
        place = f"question-{key}" if key else ""
        if problem.control:
            place = f"id_q-{key}-{problem.control}" if key else f"id_survey-{problem.control}"
        told = {"check": "1", "open": key, "language": problem.language}
        return f"{self.builder_url}?{urlencode({name: value for name, value in told.items() if value})}#{place}"

    def _place_of(self, problem: Problem) -> str:
        code = problem.code
        if code == "not_publishable_yet":
            return ""  # nothing to be done about it
        if code in SETTINGS:
            return reverse("surveys:settings", args=[self.survey.pk])
        if code == "no_purpose":
            return reverse("accounts:organisation") if self.request.membership.is_owner else ""
        match HERE.get(code):
            case "walk":
                return "#walk"
            case "decide":
                return "#id_decision"
        # Advice about the whole survey has no one place.
        return f"{self.builder_url}?check=1" if problem.blocks else ""


def _next_step(to_mend: list[Item], codes: set[str]) -> str:
    """The one thing to do now: mend, walk, decide or publish."""
    if to_mend:
        return "mend"
    if "not_walked" in codes:
        return "walk"
    return "decide" if "no_action_plan" in codes else "publish"
