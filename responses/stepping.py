"""A survey of four questions or more: one question a page. Which one is next, and what pressing a button comes to.

Plain Python: the customer's pages store what is saved between two pages, the preview carries it along.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from responses.answer_values import SURVEY_CHANGED, AnswerValue, Problem, of_questions, said
from surveys import logic
from surveys.definitions import Definition, QuestionDefinition
from surveys.logic import is_met

PAGED_FROM = 4


def is_paged(definition: Definition | None) -> bool:
    """Whether its questions come one a page; those that only some people meet count."""
    return definition is not None and len(definition.questions) >= PAGED_FROM


@dataclass(frozen=True)
class Saved:
    """What the pages so far came to: the answers, and every question whose page was passed, answered or not."""

    values: tuple[AnswerValue, ...] = ()
    seen: frozenset[UUID] = frozenset()

    def of(self, key: UUID) -> AnswerValue:
        return next((value for value in self.values if value.key == key), AnswerValue(key))

    def besides(self, key: UUID) -> "Saved":
        return Saved(tuple(value for value in self.values if value.key != key), self.seen - {key})

    def with_page(self, value: AnswerValue) -> "Saved":
        others = self.besides(value.key)
        return Saved(others.values if value.is_empty else (*others.values, value), others.seen | {value.key})


@dataclass(frozen=True)
class Step:
    """One page on the way: a question, or, without one, the end, where only sending is left."""

    question: QuestionDefinition | None
    number: int  # the place of the page, from 1
    most: int  # how many there are, at most
    is_exact: bool  # there are so many, whatever is answered from here
    is_last: bool  # nothing can be asked after it
    before: UUID | None  # the question of the page before


@dataclass(frozen=True)
class Pressed:
    """One page as it came back: which question it had, what was answered to it, which button was pressed."""

    asked: UUID | None
    value: AnswerValue | None  # None where the version has no such question, or at the end
    is_switching: bool = False  # another language: the same page once more
    back_to: UUID | None = None
    is_sending: bool = False
    hides: bool = False  # the page did not show what was answered before: nothing typed, nothing changed
    retraces: bool = False  # the page was reached by going back: forward is the next one, answered or not


@dataclass(frozen=True)
class Turn:
    """What pressing comes to. With problems, or `stays`, the same page again; `shows`: with what was answered there."""

    step: Step
    saved: Saved
    saves: AnswerValue | None = None
    problems: tuple[Problem, ...] = ()
    stays: bool = False
    shows: bool = False
    is_sent: bool = False


def next_step(definition: Definition, saved: Saved) -> Step:
    """The first question that is asked now and whose page was not passed; the end where there is none."""
    asked, possible = _route(definition, saved)
    for place, question in enumerate(asked):
        if question.key not in saved.seen:
            return _step(definition, saved, question, place)
    before = asked[-1].key if asked else None
    return Step(None, len(asked) + 1, len(asked), True, True, before)


def step_of(definition: Definition, saved: Saved, key: UUID | None) -> Step | None:
    """The page of this question; None where it is not asked now."""
    asked, _possible = _route(definition, saved)
    places = {question.key: place for place, question in enumerate(asked)}
    return _step(definition, saved, asked[places[key]], places[key]) if key in places else None


def step_at(definition: Definition, saved: Saved, number: int | None) -> Step:
    """The page of this number where somebody has come so far; else the next one."""
    following = next_step(definition, saved)
    if number is None or not 1 <= number < following.number:
        return following
    asked, _possible = _route(definition, saved)
    return _step(definition, saved, asked[number - 1], number - 1)


def press(definition: Definition, saved: Saved, pressed: Pressed) -> Turn:
    """What comes of one page sent in. Only what is on the page is judged; the whole is judged when it is sent."""
    question = next((one for one in definition.questions if one.key == pressed.asked), None)
    if pressed.asked is not None and (question is None or pressed.value is None):
        changed = Problem("questions_changed", SURVEY_CHANGED)
        return Turn(next_step(definition, saved), saved, problems=(changed,), stays=True)
    here = step_of(definition, saved, pressed.asked) or next_step(definition, saved)
    if pressed.is_switching:
        return Turn(here, saved, stays=True)
    if question and (problems := _unfit(question, saved, pressed)):
        return Turn(here, saved, problems=tuple(problems), stays=True)
    saves = _to_save(question, saved, pressed) if question else None
    after = saved.with_page(saves) if saves else saved
    if pressed.back_to:
        back = step_of(definition, after, pressed.back_to) or next_step(definition, after)
        return Turn(back, after, saves, shows=True)
    if pressed.retraces and (again := _next_again(definition, after, here)):
        return Turn(again, after, saves, shows=True)
    following = next_step(definition, after)
    if half_done := _half_done(definition, after, here, following):
        return Turn(half_done, after, saves, shows=True)
    return Turn(following, after, saves, is_sent=pressed.is_sending and following.question is None)


def _next_again(definition: Definition, saved: Saved, here: Step) -> Step | None:
    """The page after this one where it was passed before: whoever went back meets it again on the way forward."""
    asked, _possible = _route(definition, saved)
    following = asked[here.number] if here.question and here.number < len(asked) else None
    return _step(definition, saved, following, here.number) if following and following.key in saved.seen else None


def _half_done(definition: Definition, saved: Saved, here: Step, following: Step) -> Step | None:
    """The first page between these two with words beside an answer that is missing: left by going back in the middle.

    It is shown once more on the way forward; whoever goes on from it has passed it by.
    """
    asked, _possible = _route(definition, saved)
    for place, question in enumerate(asked[here.number : following.number - 1], start=here.number):
        value = saved.of(question.key)
        if question.is_closed and value.words and not value.has_choice:
            return _step(definition, saved, question, place)
    return None


def _unfit(question: QuestionDefinition, saved: Saved, pressed: Pressed) -> list[Problem]:
    """What hinders the answer on the page. Going back, and leaving an answer that was not shown, ask for nothing."""
    keeps = pressed.back_to or pressed.hides and question.key in saved.seen
    return [] if pressed.value.is_empty and keeps else of_questions([question], [pressed.value])


def _to_save(question: QuestionDefinition, saved: Saved, pressed: Pressed) -> AnswerValue | None:
    """What the page adds: an empty value where a question was passed by. Going back from it is not passing it by."""
    was_seen = question.key in saved.seen
    if pressed.hides and was_seen and _says_nothing_new(saved.of(question.key), pressed):
        return None
    if not pressed.value.is_empty:
        return pressed.value
    if pressed.back_to:
        return pressed.value if was_seen and not question.required else None
    return pressed.value


def _says_nothing_new(before: AnswerValue, pressed: Pressed) -> bool:
    """Over an answer that was not shown: nothing, or the same one without the words beside it, which stay then.

    What was chosen in a mail takes the place of nothing either, where the button only asks to see what stood there.
    """
    value, only_looks = pressed.value, pressed.back_to == before.key
    return not value.words and (only_looks or value.is_empty or value == replace(before, words=""))


def _step(definition: Definition, saved: Saved, question: QuestionDefinition, place: int) -> Step:
    # What stands on the page may still be answered otherwise, so what waits for it is open.
    asked, possible = _route(definition, saved.besides(question.key))
    return Step(
        question=question,
        number=place + 1,
        most=len(asked) + len(possible),
        is_exact=not possible,
        is_last=question.key == asked[-1].key and not possible,
        before=asked[place - 1].key if place else None,
    )


def _route(definition: Definition, saved: Saved) -> tuple[list[QuestionDefinition], list[QuestionDefinition]]:
    """The questions that are asked, given what was saved, and those that still may be."""
    given = said(definition, saved.values)
    earlier, open_, heard, asked, possible = set(), set(), {}, [], []
    for question in definition.questions:
        source = logic.key_in(question.show_if) if question.show_if else None
        if source in open_ and source in earlier:
            possible.append(question)
            open_.add(question.key)
        elif is_met(question.show_if, heard):
            asked.append(question)
            if question.key not in saved.seen:
                open_.add(question.key)
            elif question.key in given:
                heard[question.key] = given[question.key]
        earlier.add(question.key)
    return asked, possible
