"""What the colleagues of the demo did with what they were told, by the verbs that the pages use."""

import logging
from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Q

from accounts.models import Organisation, User
from common import clock
from demo.stories import Story
from insights import improving, settling, thanking
from insights.models import ImprovementTask, Incident
from insights.models.improvement_task import FREE
from insights.models.incident import POSITIVE

logger = logging.getLogger(__name__)

SERIOUS = 4  # from this severity on a person looks at once at what the machine thinks
WAITS = timedelta(hours=3)  # what is not serious may lie that long before somebody looks it through


class Colleagues:
    """Acts are told about a problem; which improvement that is, is looked up when somebody first touches it."""

    def __init__(self, organisation: Organisation, people: dict[str, User]) -> None:
        self.organisation, self.people = organisation, people
        self.told: dict[str, list[int]] = defaultdict(list)  # the responses of each problem so far
        self.notes: dict[int, dict] = {}  # what a person thinks of each response
        self.tasks: dict[str, int] = {}
        self.left_out: Counter[str] = Counter()

    def heard(self, story: Story, response_id: int) -> None:
        self.notes[response_id] = story.note
        if story.problem:
            self.told[story.problem].append(response_id)

    def act(self, act: dict) -> None:
        """Do one thing of acts.json now. What the course of events does not allow is left out, and counted."""
        by, words = self.people[act["by"]], act.get("words", "")
        try:
            match act["verb"]:
                case "look through":
                    self.look_through(by=by)
                case "correct":
                    self._correct(self._incidents(act["problem"]).negative(), by=by)
                case "thank":
                    self._thank(act["problem"], words, by=by)
                case _:
                    self._improve(act, words, by=by)
        except (improving.NotAllowed, LookupError) as reason:
            logger.info("Left out of the demo: %s (%s)", act, reason)
            self.left_out[act["verb"]] += 1

    def _improve(self, act: dict, words: str, *, by: User) -> None:
        task = self._task(act["problem"], by=by)
        match act["verb"]:
            case "take":
                improving.take(task, by=by)
            case "open":
                improving.open_task(task, by=by)
            case "step":
                improving.note_step(task, step=words, by=by)
            case "try":
                improving.start_trying(task, hypothesis=words, by=by)
            case "done":
                improving.done(task, what_we_did=words, by=by)
            case "close":
                improving.close(task, what_happened=words, by=by)
            case "reopen":
                improving.reopen(task, by=by)
            case "park":
                day = clock.now().astimezone(task.organisation.zone).date() + timedelta(days=act["rests_days"])
                improving.park(task, reason=words, review_on=day, by=by)
            case "decline":
                improving.decline(task, reason=words, by=by)
            case "merge":
                improving.merge(task, into=self._task(act["into"], by=by), by=by)
            case unknown:
                raise ValueError(f"acts.json knows no verb {unknown}")

    def look_through(self, *, by: User) -> None:
        """What the machine found wrong and nobody has judged yet, the newest only if serious: right, or put right."""
        unseen = Incident.objects.for_organisation(self.organisation).standing().negative()
        due = Q(severity__gte=SERIOUS) | Q(happened_at__lte=clock.now() - WAITS)
        self._correct(unseen.filter(due).order_by("id"), by=by)

    def _correct(self, incidents, *, by: User) -> None:
        """Judge the incidents nobody has judged yet as a person reading them would."""
        for incident in incidents.filter(settled_at__isnull=True).select_related("answer"):
            note = self.notes[incident.answer.response_id]
            if note["category"] is None:
                settling.dismiss(incident, by=by)
            elif note["polarity"] == POSITIVE:
                settling.correct(incident, category=note["category"], polarity=POSITIVE, by=by)
            else:
                settling.correct(
                    incident,
                    category=note["category"],
                    severity=note["severity"],
                    polarity=note["polarity"],
                    by=by,
                )

    def _task(self, problem: str, *, by: User) -> ImprovementTask:
        """The improvement most stories of the problem led to; made by hand where they led to none."""
        if problem not in self.tasks:
            self.tasks[problem] = (self._free_task(problem) or self._made_by_hand(problem, by=by)).pk
        return ImprovementTask.objects.get(pk=self.tasks[problem])

    def _incidents(self, problem: str):
        return (
            Incident.objects.for_organisation(self.organisation)
            .standing()
            .filter(answer__response__in=self.told[problem])
            .order_by("id")
        )

    def _free_task(self, problem: str) -> ImprovementTask | None:
        linked = self._incidents(problem).filter(task__state__in=FREE).exclude(task__in=self.tasks.values())
        counted = Counter(linked.values_list("task", flat=True))
        best = max(counted, key=lambda pk: (counted[pk], -pk), default=None)
        return ImprovementTask.objects.get(pk=best) if best else None

    def _made_by_hand(self, problem: str, *, by: User) -> ImprovementTask:
        for incident in self._incidents(problem).negative().filter(task__isnull=True).order_by("-severity", "id"):
            task = improving.make_task(incident, by=by)
            if task.pk not in self.tasks.values():
                return task
        raise LookupError(f"nobody has told about {problem} so far")

    def _thank(self, problem: str, words: str, *, by: User) -> None:
        incident = self._incidents(problem).positive().filter(passed_on_at__isnull=True).last()
        if incident is None:
            raise LookupError(f"no thanks about {problem} so far")
        thanking.pass_on(incident, by=by, made_possible=words)
