"""Reading stored answers anew: every one once, behind the fresh ones, and never over a person's head."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from common import clock, working
from common.models import Work
from insights import analysing, reanalysing, settling, watching
from insights.models import Incident, ResponseAnalysis
from tests.insights import telling
from tests.insights.test_pages import words_on

pytestmark = pytest.mark.django_db

FAN = "Fläkten tjöt hela natten."
PAGE = "/settings/sorting/"


def read_all_anew() -> int:
    reanalysing.feed()
    return working.do_waiting(reanalysing.KIND)


def versions() -> list[str]:
    return list(ResponseAnalysis.objects.order_by("response").values_list("engine_version", flat=True))


def waiting() -> list[tuple[int, int]]:
    rows = Work.objects.unfinished().filter(kind=reanalysing.KIND)
    return list(rows.order_by("object_id").values_list("object_id", "revision"))


def put_aside(response, *, kind: str = analysing.KIND, error: str = "ValueError: cannot read this") -> Work:
    work, _ = Work.objects.get_or_create(
        kind=kind,
        object_id=response.pk,
        revision=response.revision,
        defaults={"created_at": clock.now(), "due": clock.now()},
    )
    Work.objects.filter(pk=work.pk).update(done_at=None, set_aside_at=clock.now(), error=error, attempts=5)
    return work


def test_nothing_is_read_anew_while_the_engine_is_the_same(read):
    read(2)
    assert (reanalysing.feed(), waiting()) == (0, [])


def test_every_answer_is_read_once_by_another_engine(read, engine, newer):
    responses = read(3)
    newer()
    engine.knows(FAN, "environment", 4)
    assert (read_all_anew(), versions()) == (3, ["listener 2"] * 3)
    assert Incident.objects.values_list("engine_version", "severity").distinct().get() == ("listener 2", 4)
    read_answers = Incident.objects.order_by("answer__response").values_list("answer__response", flat=True)
    assert list(read_answers) == [response.pk for response in responses]
    cache.clear()
    assert (reanalysing.feed(), working.do_waiting(reanalysing.KIND)) == (0, 0)


def test_the_next_engine_reads_them_again(read, newer):
    read(2)
    for version in ("listener 2", "listener 3"):
        newer(version)
        assert read_all_anew() == 2
    assert versions() == ["listener 3"] * 2


def test_what_an_organisation_taught_is_no_other_engine(read, newer):
    read(1)
    ResponseAnalysis.objects.update(engine_version="listener 1/7")
    assert reanalysing.feed() == 0
    newer("listener 1/8")
    assert reanalysing.feed() == 0
    newer("listener 11")
    assert reanalysing.feed() == 1


def test_what_a_person_decided_survives_another_engine(told, engine, maria, newer):
    incident = told(FAN, "environment", 2)
    settling.correct(incident, by=maria, category="technology", severity=4)
    engine.knows(FAN, "waiting", 1)
    newer()
    assert read_all_anew() == 1
    incident.refresh_from_db()
    assert (incident.category, incident.severity, incident.theme.category) == ("technology", 4, "technology")
    assert (incident.machine_category, incident.engine_version) == ("waiting", "listener 2")


def test_only_some_wait_at_once_and_all_are_reached(read, newer, monkeypatch):
    monkeypatch.setattr(reanalysing, "AT_ONCE", 2)
    read(5)
    newer()
    done = []
    for _ in range(3):
        reanalysing.feed()
        assert len(waiting()) <= 2
        assert reanalysing.feed() == 0 or len(waiting()) < 2
        done.append(working.do_waiting(reanalysing.KIND))
    assert (done, versions()) == ([2, 2, 1], ["listener 2"] * 5)


def test_a_look_reads_few_rows_and_the_next_goes_on(read, newer, monkeypatch):
    read(4)
    first = ResponseAnalysis.objects.order_by("pk").first().pk
    newer()
    monkeypatch.setattr(reanalysing, "LOOKED_THROUGH", first + 1)  # the first look ends behind the second row
    assert (reanalysing.feed(), reanalysing.feed()) == (2, 2)


def test_what_waits_or_was_set_aside_is_not_put_again(read, newer):
    first, second = read(2)
    newer()
    put_aside(first, kind=reanalysing.KIND)
    reanalysing.feed()
    cache.clear()
    reanalysing.feed()
    assert waiting() == [(second.pk, 1)]
    assert Work.objects.set_aside().get().attempts == 5


def test_a_changed_answer_is_read_at_its_newest_revision(read, newer):
    [response] = read(1)
    telling.tells_anew(response, "Inte alls okej.")
    working.do_waiting(analysing.KIND)
    newer()
    reanalysing.feed()
    assert waiting() == [(response.pk, 2)]


@pytest.mark.parametrize(
    "change", [{"words_removed_at": clock.now()}, {"is_preview": True}], ids=["removed", "preview"]
)
def test_what_cannot_be_read_any_more_is_left_alone(read, newer, change):
    [response] = read(1)
    type(response).objects.filter(pk=response.pk).update(**change)
    newer()
    assert reanalysing.feed() == 0


def test_rows_made_for_measuring_are_never_read(read, newer):
    read(1)
    ResponseAnalysis.objects.update(engine_version=reanalysing.SYNTHETIC)
    assert reanalysing.feed() == 0


def test_a_fresh_answer_goes_before_all_that_is_read_anew(read, night, engine, newer, monkeypatch):
    read(20)
    newer()
    reanalysing.feed()
    engine.heard.clear()
    listen = engine.__call__

    def a_customer_tells_meanwhile(*words, **hints):
        if len(engine.heard) == 2:
            telling.tells(night, "Kom just nu.")
        return listen(*words, **hints)

    monkeypatch.setattr(analysing, "analyse_words", a_customer_tells_meanwhile)
    assert working.do_waiting(reanalysing.KIND) == 21
    assert [words for words, *_ in engine.heard].index("Kom just nu.") == 3


def test_a_fresh_answer_does_not_wait_behind_ten_thousand_others(night, engine, rung):
    now = clock.now()
    for number in range(6):
        telling.tells(night, f"Nummer {number}.", at=now)
    for number, work in enumerate(Work.objects.order_by("pk")):
        Work.objects.filter(pk=work.pk).update(due=now - timedelta(seconds=100 - number))
    working.do_waiting(analysing.KIND)
    assert [words[7] for words, *_ in engine.heard] == ["5", "0", "4", "1", "3", "2"]


def test_one_poisoned_answer_is_set_aside_and_shown_and_the_rest_goes_on(
    read, night, engine, newer, monkeypatch, logged_in, agnes
):
    poison = telling.tells(night, "Gift från Anna Svensson.")
    read(2)
    newer()
    listen = engine.__call__

    def choke(words, **hints):
        if words.startswith("Gift"):
            raise ValueError(f"cannot read {words}")
        return listen(words, **hints)

    monkeypatch.setattr(analysing, "analyse_words", choke)
    for hour in range(6):
        with clock.at(clock.now() + timedelta(hours=hour)):
            read_all_anew()
    assert sorted(versions()) == ["listener 1", "listener 2", "listener 2"]
    row = Work.objects.set_aside().get()
    assert (row.object_id, row.attempts) == (poison.pk, 5)
    assert watching.status()["responses"]["failed"] == 1
    page = words_on(logged_in(agnes).get(PAGE))
    assert "ValueError" in page
    assert "Gift" not in page and "Svensson" not in page


def test_an_answer_that_kills_its_worker_is_set_aside_with_the_others_read(read, night, engine, newer):
    read(2)
    newer()
    reanalysing.feed()
    deadly, harmless = Work.objects.unfinished().order_by("pk").values_list("object_id", flat=True)
    for minutes in range(5):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            assert working.claim(reanalysing.KIND).object_id == deadly  # the worker dies here, five times
    with clock.at(clock.now() + timedelta(minutes=6)):
        working.do_waiting(reanalysing.KIND)
    row = Work.objects.set_aside().get()
    assert (row.object_id, row.error) == (deadly, "The worker stopped while doing this.")
    assert ResponseAnalysis.objects.get(response=harmless).engine_version == "listener 2"
