"""Rules about the survey itself: who answers for it, what it is for, who has tried it."""

from collections.abc import Iterable, Iterator

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models.membership import Role
from common import clock
from surveys import ready_made
from surveys.models import Question
from surveys.readiness.draft import Draft
from surveys.readiness.problem import ADVICE, HINT, Problem

SHORTEST_PLAN = 15  # characters
NO_DECISION = _("Say which decision the answers will feed. If nobody will act, rather do not ask.")


def not_publishable_yet(draft: Draft) -> Iterator[Problem]:
    """Some ready-made surveys promise what we cannot keep yet; they say so themselves."""
    try:
        began_as = ready_made.by_key(draft.survey.made_from)
    except KeyError:
        return
    if not began_as.may_be_published:
        yield Problem("not_publishable_yet", lazy(lambda: began_as.why_not_in(get_language() or "en"), str)())


def no_contact(draft: Draft) -> Iterator[Problem]:
    if not (draft.survey.contact_name.strip() and draft.survey.contact_email.strip()):
        words = _("Say whom the customer can turn to: a name and an e-mail address, in the settings.")
        yield Problem("no_contact", words)


def closes_in_the_past(draft: Draft) -> Iterator[Problem]:
    if draft.survey.closes_at and draft.survey.closes_at <= clock.now():
        yield Problem("closes_in_the_past", _("The closing date has passed. Choose a later one."))


def no_action_plan(draft: Draft) -> Iterator[Problem]:
    """One answer for the whole survey is enough; it is not needed where every question has one of its own."""
    if not (_is_plan(draft.survey.decision) or every_question_has_a_plan(draft.questions)):
        yield Problem("no_action_plan", NO_DECISION)


def not_walked(draft: Draft) -> Iterator[Problem]:
    if draft.questions and not any(look.has_answered for look in draft.looks):
        yield Problem("not_walked", _("Answer it once yourself, the way your customers will meet it."))


def no_staff_look(draft: Draft) -> Iterator[Problem]:
    if draft.questions and not any(look.role == Role.STAFF for look in draft.looks):
        words = _(
            "Let somebody who meets the customers read it first. Does it feel right to whoever gets the question?"
        )
        yield Problem("no_staff_look", words, severity=HINT)


def no_purpose(draft: Draft) -> Iterator[Problem]:
    if not draft.version.organisation.purpose.strip():
        words = _("Say in one sentence why you exist, in the settings of the organisation. It helps to ask right.")
        yield Problem("no_purpose", words, severity=ADVICE)


def no_purpose_link(draft: Draft) -> Iterator[Problem]:
    if draft.version.organisation.purpose.strip() and not draft.survey.purpose_link.strip():
        words = _("How do the questions belong to why you exist? One line is enough.")
        yield Problem("no_purpose_link", words, severity=ADVICE)


def every_question_has_a_plan(questions: Iterable[Question]) -> bool:
    """True where each of them says itself what you will do if the answer is no."""
    plans = [question.if_no_we_will for question in questions]
    return bool(plans) and all(map(_is_plan, plans))


def _is_plan(words: str) -> bool:
    return len(words.strip()) >= SHORTEST_PLAN
