"""What people do with a task: every verb in every state, said twice, by two at once, and by the wrong person."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import AuditEvent, Membership
from accounts.models.membership import Role
from common import clock
from insights import improving, telling
from insights.improving import NotAllowed
from insights.models import ImprovementTask, Theme
from insights.models.improvement_task import State
from surveys.touchpoints import default_of
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = clock.now().date()
WORDS = {
    "note_step": {"step": "Ask the night shift"},
    "start_trying": {"hypothesis": "We think the key is the trouble."},
    "done": {"what_we_did": "Moved the fan."},
    "close": {"what_happened": "Quiet nights."},
    "park": {"reason": "The house is closed.", "review_on": TODAY + timedelta(days=30)},
    "decline": {"reason": "Not ours."},
}
# What each verb makes of a task of the presser's own in each state; a missing one is refused.
OUTCOMES = {
    "take": {"suggested": "taken", "open": "taken", "taken": "taken", "testing": "testing", "measuring": "measuring"},
    "hand_back": {
        "suggested": "suggested",
        "open": "open",
        "taken": "open",
        "testing": "open",
        "measuring": "open",
    },
    "open_task": {"suggested": "open", "open": "open"},
    "note_step": {"taken": "taken", "testing": "testing", "measuring": "measuring"},
    "start_trying": {"taken": "testing", "testing": "testing"},
    "done": {"taken": "measuring", "testing": "measuring", "measuring": "measuring"},
    "close": {"measuring": "closed_learned", "closed_learned": "closed_learned"},
    "park": {"suggested": "parked", "open": "parked", "parked": "parked"},
    "unpark": {"open": "open", "parked": "open"},
    "decline": {"suggested": "declined", "open": "declined", "parked": "declined", "declined": "declined"},
    "keep": {state: state for state in State.values},
    "reopen": {"closed_learned": "open", "declined": "open"},
}


def a_task(organisation, state="suggested", *, owner=None, category="waiting", **fields) -> ImprovementTask:
    theme, _ = Theme.objects.get_or_create(
        organisation=organisation,
        category=category,
        polarity="negative",
        is_default=True,
        defaults={"created_at": clock.now()},
    )
    held = {"owner": owner, "taken_at": clock.now()} if state in ("taken", "testing", "measuring") else {}
    return ImprovementTask.objects.create(
        **{
            "organisation": organisation,
            "unit": cast.root_unit(organisation),
            "touchpoint": default_of(organisation),
            "theme": theme,
            "state": state,
            "reason": "A reason." if state in ("parked", "declined") else "",
            "created_at": clock.now(),
            **held,
            **fields,
        }
    )


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", OUTCOMES)
def test_every_verb_in_every_state(hotel, maria, verb, state):
    task = a_task(hotel, state, owner=maria)
    press = getattr(improving, verb)
    expected = OUTCOMES[verb].get(state)
    if expected is None:
        with pytest.raises(NotAllowed) as no:
            press(task, by=maria, **WORDS.get(verb, {}))
        assert str(no.value)
        task.refresh_from_db()
        assert (task.state, AuditEvent.objects.about(task).count()) == (state, 0)
    else:
        once = press(task, by=maria, **WORDS.get(verb, {}))
        events = AuditEvent.objects.about(task).count()
        again = press(task, by=maria, **WORDS.get(verb, {}))
        assert (once.state, again.state) == (expected, expected)
        assert AuditEvent.objects.about(task).count() == events
        assert events <= 1


@pytest.mark.parametrize("verb", [*OUTCOMES])
def test_a_stranger_can_do_nothing(hotel, olga, verb):
    task = a_task(hotel)
    with pytest.raises(NotAllowed):
        getattr(improving, verb)(task, by=olga, **WORDS.get(verb, {}))


def test_taking_makes_the_presser_the_owner_and_nobody_else(hotel, stefan):
    task = improving.take(a_task(hotel), by=stefan)
    assert (task.state, task.owner, task.taken_at is not None) == ("taken", stefan, True)
    with pytest.raises(TypeError):
        improving.take(task, by=stefan, owner=stefan)


@pytest.mark.parametrize("verb", ["take", "hand_back", "note_step", "start_trying", "done"])
def test_what_somebody_has_taken_is_theirs_also_for_a_manager(hotel, maria, stefan, verb):
    task = a_task(hotel, "taken", owner=stefan)
    with pytest.raises(NotAllowed) as no:
        getattr(improving, verb)(task, by=maria, **WORDS.get(verb, {}))
    assert str(no.value) == "Stefan has already taken this. Offer a hand if you like."
    task.refresh_from_db()
    assert task.owner == stefan


@pytest.mark.parametrize("verb", ["park", "merge"])
def test_resting_and_merging_are_a_managers(hotel, stefan, verb):
    task, other = a_task(hotel), a_task(hotel, category="safety")
    words = {"into": other} if verb == "merge" else WORDS[verb]
    with pytest.raises(NotAllowed):
        getattr(improving, verb)(task, by=stefan, **words)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(hotel, maria, stefan):
    task = a_task(hotel)
    gate, heard = threading.Barrier(2), []

    def press(user):
        try:
            gate.wait(20)
            heard.append(improving.take(task, by=user).owner.name)
        except NotAllowed as no:
            heard.append(str(no))
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=(user,)) for user in (maria, stefan)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(60)
    task.refresh_from_db()
    winner = task.owner.name
    assert sorted(heard) == sorted([winner, f"{winner} has already taken this. Offer a hand if you like."])
    assert AuditEvent.objects.filter(verb="task.taken").count() == 1


def test_the_light_path_keeps_what_was_told(hotel, stefan):
    task = improving.take(a_task(hotel), by=stefan)
    improving.note_step(task, step="  Ask   the night shift ", by=stefan)
    improving.done(task, what_we_did="Moved the fan.", by=stefan)
    task = improving.close(task, what_happened="Quiet nights.", by=stefan)
    assert (task.smallest_step, task.what_we_did, task.what_happened) == (
        "Ask the night shift",
        "Moved the fan.",
        "Quiet nights.",
    )
    assert (task.owner, task.done_at is not None, task.closed_at is not None) == (stefan, True, True)


@pytest.mark.parametrize(("verb", "state"), [("done", "taken"), ("close", "measuring")])
def test_one_line_is_asked_for_kindly(hotel, stefan, verb, state):
    task = a_task(hotel, state, owner=stefan)
    with pytest.raises(NotAllowed, match="One line is enough"):
        getattr(improving, verb)(task, by=stefan, **dict.fromkeys(WORDS[verb], "  "))


def test_handing_back_needs_no_reason_and_leaves_no_name(hotel, stefan):
    task = a_task(hotel, "testing", owner=stefan)
    task = improving.hand_back(task, by=stefan)
    assert (task.state, task.owner, task.taken_at) == ("open", None, None)
    assert [(line.words, line.who) for line in telling.history(task)] == [("Handed back, free to take again", "")]


def test_a_manager_frees_what_somebody_who_has_left_had_taken(hotel, maria, stefan):
    task = a_task(hotel, "taken", owner=stefan)
    Membership.objects.filter(user=stefan).delete()
    assert improving.hand_back(task, by=maria).state == "open"


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_rest_ends_within_ninety_days(hotel, maria, days):
    with pytest.raises(NotAllowed, match="90 days"):
        improving.park(a_task(hotel), reason="Closed.", review_on=cast.today(hotel) + timedelta(days=days), by=maria)


def test_putting_aside_needs_words(hotel, maria):
    with pytest.raises(NotAllowed, match="why"):
        improving.decline(a_task(hotel), reason=" ", by=maria)


def test_the_old_owner_is_asked_and_not_set_when_it_comes_back(hotel, stefan, maria):
    task = a_task(hotel, "measuring", owner=stefan)
    improving.close(task, what_happened="Better.", by=stefan)
    task = improving.reopen(task, by=maria)
    assert (task.state, task.owner, task.reopened, task.what_happened) == ("open", None, True, "Better.")


def test_nothing_comes_back_beside_a_newer_one(hotel, maria):
    old = a_task(hotel, "declined")
    a_task(hotel, "open")
    with pytest.raises(NotAllowed, match="already an improvement"):
        improving.reopen(old, by=maria)


def test_every_verb_is_told_in_the_history(hotel, maria):
    nils = cast.person("Nils", hotel, Role.MANAGER)
    task = improving.open_task(a_task(hotel), by=maria)
    improving.park(task, by=maria, **WORDS["park"])
    improving.unpark(task, by=maria)
    improving.take(task, by=nils)
    improving.note_step(task, by=nils, **WORDS["note_step"])
    improving.start_trying(task, by=nils, **WORDS["start_trying"])
    improving.done(task, by=nils, **WORDS["done"])
    improving.close(task, by=nils, **WORDS["close"])
    improving.reopen(task, by=maria)
    improving.decline(task, by=maria, **WORDS["decline"])
    told = telling.history(task)
    assert len(told) == AuditEvent.objects.about(task).count() == 10
    assert [line.who for line in told] == ["Maria"] * 3 + ["Nils"] * 5 + ["Maria"] * 2
