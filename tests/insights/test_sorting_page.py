"""The settings page about the sorting: how far reading anew has come, and what could not be read."""

import importlib

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import Membership
from common import doorbell, working
from common.models import Work
from insights import reanalysing, suggesting_themes, tending_themes
from insights.models import EngineInUse
from tests import cast
from tests.insights.test_pages import words_on
from tests.insights.test_reanalysing import PAGE, put_aside, read_all_anew, versions

pytestmark = pytest.mark.django_db


def test_the_page_tells_how_far_it_has_come(read, newer, logged_in, maria, monkeypatch):
    client = logged_in(maria)
    assert "No answer has been read yet." in words_on(client.get(PAGE))
    read(3)
    cache.clear()
    assert "All answers that were read have been read by the present sorting." in words_on(client.get(PAGE))
    newer()
    monkeypatch.setattr(reanalysing, "AT_ONCE", 2)
    read_all_anew()
    cache.clear()
    page = words_on(client.get(PAGE))
    assert "2 of 3" in page
    assert "Present sorting: listener 2" in page


def test_what_the_worker_said_last_is_shown(read, newer, logged_in, maria, told):
    client = logged_in(maria)
    assert "Present sorting" not in words_on(client.get(PAGE))
    read(1)
    assert "Present sorting: listener 1" in words_on(client.get(PAGE))  # the newest answer tells
    newer("listener 2")
    assert "Present sorting: listener 1" in words_on(client.get(PAGE))
    reanalysing.feed()
    assert "Present sorting: listener 2" in words_on(client.get(PAGE))
    newer("listener 3")
    reanalysing.feed()
    assert list(EngineInUse.objects.values_list("version", flat=True)) == ["listener 3"]


ENGINE_DOORS = [
    ("insights.engine.vectors", ("has_sentences", "embedder_name", "vectors_of")),
    ("insights.engine.reading", ("shared_reader", "Reader")),
    ("insights.engine", ("engine_version", "shared_reader", "taught_reader")),
    ("insights.engine.learning", ("seed_embedder", "Heads")),
]


def test_no_page_about_the_sorting_opens_the_engine(told, newer, logged_in, maria, monkeypatch):
    stories = [told(f"Kön ringlade, dag {number}.") for number in range(5)]
    theme = tending_themes.split(stories[0].theme, incidents=stories[:2], title="Kön", by=maria)
    reanalysing.feed()
    suggesting_themes.find()
    monkeypatch.undo()  # the listener goes; what stands here from now on is the engine itself, locked
    for module, names in ENGINE_DOORS:
        for name in names:
            monkeypatch.setattr(importlib.import_module(module), name, locked)
    monkeypatch.setattr(doorbell, "ring", lambda kind: True)
    client = logged_in(maria)
    addresses = [PAGE, "/", "/review/", "/review/learning/", "/review/agreement/", "/themes/", "/themes/questions/"]
    addresses += [f"/themes/{theme.pk}/", f"/incidents/{stories[0].pk}/", f"/review/{stories[2].pk}/"]
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    press = {"category": "environment", "polarity": "negative", "severity": "2"}
    assert client.post(f"/review/{stories[2].pk}/", press).status_code == 302
    assert client.post("/review/undoing/").status_code == 302
    with pytest.raises(AssertionError):
        reanalysing.feed()  # the worker does ask it


def locked(*_given, **_hints):
    raise AssertionError("The engine was asked outside the worker.")


def test_very_many_are_counted_no_further_than_needed(read, newer, logged_in, maria, monkeypatch):
    monkeypatch.setattr(reanalysing, "COUNTED", 1)
    read(4)
    newer()
    reanalysing.feed()
    assert reanalysing.progress(maria.memberships.get().organisation).old == 2
    assert "some of them are still to be read anew" in words_on(logged_in(maria).get(PAGE))


def test_another_try_reads_what_was_set_aside(read, engine, logged_in, maria, newer, rung):
    [response] = read(1)
    newer()
    put_aside(response, kind=reanalysing.KIND)
    rung.clear()
    client = logged_in(maria)
    answer = client.post(PAGE + "another-try/", follow=True)
    assert "1 answer is being read once more." in words_on(answer)
    assert "None. Every answer could be read." in words_on(answer)
    row = Work.objects.get(kind=reanalysing.KIND)
    assert (row.attempts, row.set_aside_at, row.error) == (0, None, "")
    working.do_waiting(reanalysing.KIND)
    assert versions() == ["listener 2"]


def test_each_sees_and_tries_again_the_answers_of_their_own_house(read, night, hotel, library, maria, olga, logged_in):
    house = arranging_units.add(parent=night.unit, name="House", by=None)
    Membership.objects.get(user=maria).units.add(house)
    [elsewhere] = read(1)
    [mine] = read(1, unit=house)
    [theirs] = read(1, survey=cast.published_survey(library))
    for response in (elsewhere, mine, theirs):
        put_aside(response)
    assert logged_in(maria).get(PAGE).context["rows"][0][0] == mine
    assert len(logged_in(maria).get(PAGE).context["rows"]) == 1
    assert [row[0] for row in logged_in(olga).get(PAGE).context["rows"]] == [theirs]
    logged_in(maria).post(PAGE + "another-try/")
    assert set(Work.objects.set_aside().values_list("object_id", flat=True)) == {elsewhere.pk, theirs.pk}


def test_many_that_could_not_be_read_come_in_pages_with_the_same_few_questions(read, logged_in, maria):
    client = logged_in(maria)

    def queries(address: str = PAGE) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    put_aside(*read(1))
    queries()
    one = queries()
    for response in read(24):
        put_aside(response)
    assert queries() == one
    assert one <= 12
    assert len(client.get(f"{PAGE}?page=2").context["rows"]) == 5


def test_staff_do_not_steer_the_sorting(logged_in, stefan):
    client = logged_in(stefan)
    assert (client.get(PAGE).status_code, client.post(PAGE + "another-try/").status_code) == (403, 403)
