"""Two people's blind readings compared: the arithmetic, and what is shown of it."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insights import agreeing, coding, comparing, settling
from insights.allowing import NotAllowed
from insights.models import Coding, Incident

ORACLES = {
    row["id"]: row
    for row in json.loads((Path(__file__).parent / "effect_oracles.json").read_text(encoding="utf-8"))["oracles"]
}
THIRDS = coding.Reading(True, "treatment", "negative", 3)


def words_on(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_kappa_of_twenty_double_labelled_answers():
    oracle = ORACLES["kappa_01"]
    agreement = agreeing.cohens_kappa(oracle["inputs"]["rater_a"], oracle["inputs"]["rater_b"])
    assert agreement.kappa == pytest.approx(oracle["expected"]["kappa"], abs=1e-6)
    assert (agreement.count, agreement.observed) == (20, pytest.approx(0.8))


def test_kappa_of_two_by_two():
    table = ORACLES["kappa_02"]["inputs"]
    cells = [("both_yes", 1, 1), ("a_only", 1, 0), ("b_only", 0, 1), ("both_no", 0, 0)]
    one = [a for cell, a, _ in cells for _ in range(table[cell])]
    other = [b for cell, _, b in cells for _ in range(table[cell])]
    assert agreeing.cohens_kappa(one, other).kappa == pytest.approx(0.789916, abs=1e-6)


def test_weighted_kappa_of_severities():
    oracle = ORACLES["kappa_weighted_01"]
    agreement = agreeing.weighted_kappa(oracle["inputs"]["rater_a"], oracle["inputs"]["rater_b"])
    assert agreement.kappa == pytest.approx(oracle["expected"]["kappa"], abs=1e-6)


def test_kappa_says_nothing_where_everything_is_alike_or_nothing_is_there():
    assert agreeing.cohens_kappa(["a"] * 30, ["a"] * 30) == agreeing.Agreement(30, 1.0, None)
    assert agreeing.cohens_kappa([], []) == agreeing.weighted_kappa([], []) == agreeing.Agreement(0, 0.0, None)
    assert agreeing.weighted_kappa([2, 2], [2, 2]).kappa is None
    assert agreeing.cohens_kappa(["a", "b"], ["b", "a"]).kappa == -1


@pytest.fixture
def blind(logged_in):
    """blind(stefan) is a browser in which the guess is hidden."""

    def turn_on(person):
        client = logged_in(person)
        client.post("/review/blindness/", {"blind": "on"})
        return client

    return turn_on


MINE = {"category": "recovery", "polarity": "negative", "severity": "4"}


@pytest.mark.django_db
def test_the_guess_is_hidden_until_one_has_chosen(told, maria, blind):
    incident = told("De fnös åt oss länge.", "individual_needs", 5)
    Incident.objects.filter(pk=incident.pk).update(machine_why=["fnös"], machine_confidence=0.1)
    client = blind(maria)
    for address in ("/review/", f"/review/{incident.pk}/", f"/incidents/{incident.pk}/"):
        page = client.get(address).content.decode()
        assert re.findall(r"<mark>fnös|checked|aria-current=.true|class=.severity|an unsure one|>fnös<", page) == []
        assert 'id="right"' not in page
    said = words_on(client.post(f"/review/{incident.pk}/", MINE, follow=True))
    assert (
        "You said: Putting things right · Bad · Serious. The guess was: My particular needs · Bad · Very serious."
        in said
    )
    assert "The first guess was" in words_on(client.get(f"/incidents/{incident.pk}/"))
    row = Coding.objects.get()
    assert (row.was_blind, row.category, row.polarity, row.severity) == (True, "recovery", "negative", 4)
    incident.refresh_from_db()
    assert (incident.category, incident.settled_by) == ("recovery", maria)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "half", [{"decision": "right"}, {"category": "recovery"}, {"category": "recovery", "polarity": "negative"}]
)
def test_blind_means_all_of_it_or_nothing(told, maria, blind, half):
    incident = told("De fnös.")
    assert blind(maria).post(f"/review/{incident.pk}/", half).status_code == 422
    assert Coding.objects.count() == 0


@pytest.mark.django_db
def test_praise_needs_no_severity_and_nothing_happened_needs_nothing(told, maria, blind):
    client = blind(maria)
    client.post(f"/review/{told('Så fint!').pk}/", {"category": "treatment", "polarity": "positive"})
    client.post(f"/review/{told('Jaha.').pk}/", {"decision": "not_incident"})
    assert list(Coding.objects.order_by("id").values_list("is_incident", "polarity", "severity", "was_blind")) == [
        (True, "positive", None, True),
        (False, "", None, True),
    ]


@pytest.mark.django_db
def test_a_change_of_mind_after_the_guess_was_seen_is_not_blind(told, maria, blind):
    incident = told("De fnös.")
    client = blind(maria)
    client.post(f"/review/{incident.pk}/", MINE)
    client.post(f"/review/{incident.pk}/", {"category": "recovery"})
    assert Coding.objects.get().was_blind  # the same once more
    client.post(f"/review/{incident.pk}/", {"category": "waiting"})
    row = Coding.objects.get()
    assert (row.category, row.was_blind) == ("waiting", False)


@pytest.mark.django_db
def test_who_takes_a_blind_coding_back_has_seen_the_guess_for_good(told, maria, stefan, blind, logged_in):
    incident = told("De fnös.")
    client = blind(maria)
    client.post(f"/review/{incident.pk}/", MINE)
    page = client.post("/review/undoing/", follow=True)
    assert (page.context["incident"], page.context["hide_guess"]) == (incident, False)
    assert Coding.objects.count() == 0
    client.post(f"/review/{incident.pk}/", {"category": "recovery"})
    assert not Coding.objects.get().was_blind
    client.post("/review/undoing/")
    settling.correct(incident, by=maria, category="recovery", was_blind=True)  # nor by any other door
    assert not Coding.objects.get().was_blind
    assert blind(stefan).get(f"/review/{incident.pk}/").context["hide_guess"]  # a colleague has not seen it


@pytest.mark.django_db
def test_what_one_has_taken_back_is_not_compared(told, maria, stefan, blind):
    incident = told("De fnös.")
    client = blind(stefan)
    client.post(f"/review/{incident.pk}/", MINE)
    client.post("/review/undoing/")
    settling.correct(incident, by=maria, was_blind=True)
    assert client.get("/review/comparing/").context["incident"] is None
    with pytest.raises(NotAllowed):
        comparing.compare(incident, THIRDS, by=stefan)


@pytest.mark.django_db
def test_the_judgement_on_the_storys_own_page_is_a_coding_too(told, maria, logged_in, blind, stefan):
    seen, hidden = told("De fnös."), told("De suckade.")
    judged = {"judgement-category": "recovery", "judgement-polarity": "negative", "judgement-severity": "2"}
    logged_in(maria).post(f"/incidents/{seen.pk}/judgement/", judged)
    blind(stefan).post(f"/incidents/{hidden.pk}/dismissal/")
    assert sorted(Coding.objects.values_list("incident", "coder", "is_incident", "was_blind")) == sorted(
        [(seen.pk, maria.pk, True, False), (hidden.pk, stefan.pk, False, True)]
    )


@pytest.mark.django_db
def test_a_second_reading_changes_nothing_but_the_comparison(told, maria, stefan, blind, logged_in):
    incident = told("De fnös.")
    blind(maria).post(f"/review/{incident.pk}/", MINE)
    before = Incident.objects.values().get()
    client = logged_in(stefan)
    assert client.get("/review/comparing/").context["incident"] == incident
    page = client.post(f"/review/{incident.pk}/comparing/", {**MINE, "category": "treatment"}, follow=True)
    assert Incident.objects.values().get() == before
    assert (page.context["incident"], page.context["last"]["can_undo"]) == (None, False)
    assert "You said: How I was treated · Bad · Serious." in words_on(page)
    assert Coding.objects.get(coder=stefan).was_blind
    assert client.get("/review/comparing/").context["incident"] is None


@pytest.mark.django_db
def test_only_what_somebody_else_has_read_blind_can_be_compared(told, maria, stefan):
    seen, own = told("De fnös."), told("De suckade.")
    settling.correct(seen, by=maria)
    settling.correct(own, by=stefan, was_blind=True)
    for incident in (seen, own):
        with pytest.raises(NotAllowed):
            comparing.compare(incident, THIRDS, by=stefan)
    assert Coding.objects.count() == 2


@pytest.mark.django_db
def test_a_stranger_compares_nothing(told, maria, olga):
    incident = settling.correct(told("De fnös."), by=maria, was_blind=True)
    with pytest.raises(NotAllowed):
        comparing.compare(incident, THIRDS, by=olga)


@pytest.fixture
def read_twice(told, maria, stefan):
    """read_twice(5, "waiting") has five incidents read by two: Maria (or `by`) says recovery, Stefan what is given."""

    def read(count: int, second: str, by=maria) -> None:
        for number in range(count):
            incident = settling.correct(
                told(f"Story {second} {number}."), by=by, category="recovery", severity=3, was_blind=True
            )
            comparing.compare(incident, coding.Reading(True, second, "negative", 3), by=stefan)

    return read


@pytest.mark.django_db
def test_between_two_people_the_figures_wait(read_twice, told, logged_in, maria, stefan, agnes):
    read_twice(21, "treatment")
    client = logged_in(maria)
    page = client.get("/review/agreement/")
    assert (page.context["figures"], len(page.context["disagreements"])) == ([], 20)
    assert (
        "Figures stand here when 3 people have read at least 5 stories each this way, and no two of them"
        in words_on(page)
    )
    assert re.findall("double reading |kappa|0.1|21", words_on(page)) == []
    alone = settling.correct(told("Alone."), by=agnes, category="recovery", was_blind=True)
    assert client.get("/review/agreement/").context["figures"] == []  # nobody else has read what she read
    comparing.compare(alone, THIRDS, by=stefan)
    read_twice(3, "waiting", by=agnes)
    assert client.get("/review/agreement/").context["figures"] == []  # four of hers leave the figure to the two others
    read_twice(16, "waiting", by=agnes)
    assert client.get("/review/agreement/").context["figures"] == []  # 20, of 41: it is mostly the two others' still
    read_twice(1, "environment", by=agnes)
    page = client.get("/review/agreement/")
    assert [figure.count for _, figure in page.context["figures"]] == [42, 42, 42, 42]
    assert "42 double readings" in words_on(page)
    assert "A question is left out" not in words_on(page)


def test_two_who_read_nearly_all_of_it_have_no_figure_of_their_own():
    def read(count: int, *who: int) -> list[agreeing.Pair]:
        return [agreeing.Pair(number, THIRDS, THIRDS, frozenset(who)) for number in range(count)]

    assert not agreeing.is_about_nobody([])
    assert not agreeing.is_about_nobody([*read(200, 1, 2), *read(5, 1, 3)])
    assert not agreeing.is_about_nobody([*read(11, 1, 2), *read(5, 1, 3), *read(5, 2, 3)])
    assert agreeing.is_about_nobody([*read(10, 1, 2), *read(5, 1, 3), *read(5, 2, 3)])


@pytest.mark.django_db
def test_a_figure_of_what_only_two_have_said_is_left_out(read_twice, told, logged_in, maria, stefan, agnes):
    """The third has read enough, but none of it as an incident."""
    read_twice(5, "treatment")
    for number in range(5):
        quiet = told(f"Quiet {number}.")
        for who in (stefan, agnes):
            coding.note(quiet, coding.Reading(is_incident=False), by=who, was_blind=True)
    found = agreeing.pairs(Coding.objects.all())
    assert {name: figure.count for name, figure in agreeing.agreements(found).items()} == {"is_incident": 10}
    assert "A question is left out until 3 people have answered it for at least 5 stories each" in words_on(
        logged_in(maria).get("/review/agreement/")
    )


@pytest.mark.django_db
def test_figures_are_for_the_set_as_a_whole_and_name_nobody(read_twice, logged_in, maria, agnes):
    read_twice(2, "recovery")
    read_twice(5, "recovery", by=agnes)
    client = logged_in(maria)
    read_twice(3, "treatment")
    assert "Too few to say" in words_on(client.get("/review/agreement/"))
    read_twice(6, "treatment")
    read_twice(6, "treatment", by=agnes)
    page = client.get("/review/agreement/")
    main = page.content.decode().split("<main")[1]
    assert re.findall("Maria|Stefan", main) == []
    figures = [figure for _, figure in page.context["figures"]]
    assert [(figure.count, round(figure.observed, 2)) for figure in figures] == [
        (22, 1.0), (22, 0.32), (22, 1.0), (22, 1.0)
    ]  # fmt: skip
    assert "We read differently here" in words_on(page)


@pytest.mark.django_db
def test_disagreements_are_paged_and_cost_the_same(read_twice, logged_in, maria):
    def queries() -> int:
        client.get("/review/agreement/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/review/agreement/")
        return len(captured)

    client = logged_in(maria)
    read_twice(1, "treatment")
    one = queries()
    read_twice(24, "waiting")
    first, second = client.get("/review/agreement/"), client.get("/review/agreement/?page=2")
    assert (len(first.context["disagreements"]), len(second.context["disagreements"])) == (20, 5)
    assert first.context["disagreements"][0][1] == ["Putting things right · Bad · Mattered", "Waiting · Bad · Mattered"]
    assert queries() == one


@pytest.mark.django_db
def test_another_organisation_sees_none_of_it(read_twice, logged_in, olga):
    read_twice(2, "treatment")
    assert "Nothing read by two yet" in words_on(logged_in(olga).get("/review/agreement/"))
