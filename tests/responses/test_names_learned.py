"""Names of colleagues: those who come later, take another name or leave are hidden in older answers too."""

import uuid

import pytest

from accounts import members, naming
from accounts.models import Membership, Organisation
from common import working
from common.models import Work
from insights import analysing
from responses import opening, reading, searching_anew, submitting
from responses.answer_values import AnswerValue
from responses.models import Response
from responses.searching_anew import KIND, KIND_OF_NAMES
from surveys import arranging
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(survey, slept):
    def say(words: str, *, opened=None) -> Response:
        return submitting.submit(
            opened or opening.open_link(cast.invitation(survey).token),
            values=[AnswerValue(slept.key, choice="no", words=words)],
            form_number=uuid.uuid4(),
            language="sv",
            version_id=survey.published_version_id,
        ).response

    return say


def searched() -> list[str]:
    return list(Response.objects.order_by("pk").values_list("search_text", flat=True))


def read(response: Response) -> str:
    fresh = Response.objects.select_related("survey").get(pk=response.pk)
    return reading.rows_of(fresh, "sv")[0].words_masked


def test_a_search_finds_nobody_who_came_later(said, hotel, library):
    said("Vi träffade Quillon på taket.")
    said("Quillons vän var snäll.")
    said("Det var fint.")
    before = dict(Response.objects.values_list("pk", "search_text"))
    cast.person("Bo Quillon", hotel)
    assert working.do_waiting(KIND_OF_NAMES) == 1
    assert searched() == ["vi träffade [namn] på taket.", "[namn]s vän var snäll.", "det var fint."]
    assert working.do_waiting(KIND_OF_NAMES) == 0
    Response.objects.update(search_text=before[Response.objects.first().pk])
    Work.objects.filter(kind=KIND_OF_NAMES).update(done_at=None)
    assert working.do_waiting(KIND_OF_NAMES) == 1  # said twice
    assert "quillon" not in " ".join(searched())


def test_only_in_their_own_house(said, hotel, library):
    said("Vi träffade Quillon på taket.")
    cast.person("Bo Quillon", library)
    assert working.do_waiting(KIND_OF_NAMES) == 0
    assert searched() == ["vi träffade quillon på taket."]


def test_another_name_is_hidden_and_so_is_the_old_one(said, stefan):
    first, second = said("Vi träffade Quillon på taket."), said("Vi träffade Stefan på taket.")
    stefan.name = "Stefan Quillon"
    stefan.save(update_fields=["name"])
    assert working.do_waiting(KIND_OF_NAMES) == 1
    stefan.name = "Bo"
    stefan.save()
    assert [read(first), read(second)] == ["Vi träffade [namn] på taket."] * 2
    assert searched() == ["vi träffade [namn] på taket."] * 2
    said("Quillon log mot Stefan.")
    assert searched()[-1] == "[namn] log mot [namn]."


def test_whoever_has_left_stays_hidden(said, hotel, agnes):
    quillon = cast.person("Bo Quillon", hotel)
    first = said("Vi träffade Quillon på taket.")
    members.remove(Membership.objects.get(user=quillon), by=agnes)
    quillon.delete()
    second = said("Quillon log.")
    naming.forget()
    assert [read(first), read(second)] == ["Vi träffade [namn] på taket.", "[namn] log."]
    assert searched() == ["vi träffade [namn] på taket.", "[namn] log."]


def test_a_form_that_was_opened_before_is_looked_at_when_it_is_analysed(said, survey, hotel):
    said("Allt var bra.")
    opened = opening.open_link(cast.invitation(survey).token)
    cast.person("Bo Quillon", hotel)
    working.do_waiting(KIND_OF_NAMES)
    late = said("Vi träffade Quillon på taket.", opened=opened)
    assert read(late) == "Vi träffade [namn] på taket."
    working.do_waiting(analysing.KIND)
    assert searched() == ["allt var bra.", "vi träffade [namn] på taket."]


def test_nothing_is_left_to_do_where_nobody_has_answered_or_nothing_is_new(said, hotel, stefan):
    cast.person("Bo Quillon", hotel)
    assert Work.objects.filter(kind=KIND_OF_NAMES).count() == 0
    said("Allt var bra.")
    cast.person("Quillon Stefan", hotel)
    stefan.set_password("another")
    stefan.save()
    assert Work.objects.filter(kind=KIND_OF_NAMES).count() == 0


def test_a_finnish_name_is_found_in_its_forms(survey, slept, hotel):
    words = "Quillosen apu oli hyvä."
    submitting.submit(
        opening.open_link(cast.invitation(survey).token),
        values=[AnswerValue(slept.key, choice="no", words=words)],
        form_number=uuid.uuid4(),
        language="fi",
        version_id=survey.published_version_id,
    )
    assert searched() == [words.casefold()]
    cast.person("Bo Quillonen", hotel)
    working.do_waiting(KIND_OF_NAMES)
    assert searched() == ["[nimi] apu oli hyvä."]


def test_it_goes_on_where_its_turn_ended_and_ends_when_a_turn_is_lost(said, hotel, survey, maria, monkeypatch):
    for _number in range(5):
        said("Vi träffade Quillon på taket, min diabetes också.")
    monkeypatch.setattr(searching_anew, "ROWS", 2)
    monkeypatch.setattr(searching_anew, "TURN_S", 0.0)
    cast.person("Bo Quillon", hotel)
    for turn, hidden in enumerate((2, 4, 5), start=1):
        working.do_waiting(KIND_OF_NAMES, limit=1)
        work = Work.objects.get(kind=KIND_OF_NAMES)
        assert (turn, sum("[namn]" in text for text in searched())) == (turn, hidden)
        assert (work.attempts, work.done_at, work.set_aside_at) == (0, None, None)
    working.do_waiting(KIND_OF_NAMES, limit=1)
    assert Work.objects.get(kind=KIND_OF_NAMES).done_at
    arranging.change_settings(survey, by=maria, hides_health_words=True)
    for _turn in range(4):
        working.do_waiting(KIND, limit=1)
    assert searched() == ["vi träffade [namn] på taket, min [hälsa] också."] * 5


def test_a_name_another_process_learned_is_hidden_on_the_next_page(said, hotel, stefan, survey, logged_in):
    said("Vi träffade Quillon på taket.")
    client, address = logged_in(stefan), f"/surveys/{survey.pk}/answers/"
    assert "Quillon" in client.get(address).content.decode()
    Organisation.objects.filter(pk=hotel.pk).update(colleague_names="quillon")
    assert "Quillon" not in client.get(address).content.decode()


def test_an_older_look_at_the_organisation_takes_no_name_away(hotel):
    older = Organisation.objects.get(pk=hotel.pk)
    cast.person("Bo Quillon", hotel)
    older.purpose = "We help tired people wake up rested."
    older.save()
    fresh = Organisation.objects.get(pk=hotel.pk)
    assert (fresh.purpose, naming.names_of(fresh)) == (older.purpose, frozenset({"agnes", "quillon"}))
    assert naming.lines_of(hotel.pk) == ["agnes", "quillon"]
