"""What was hidden by hand stays hidden when the customer writes anew: from the first moment, and for good."""

import uuid

import pytest

from accounts.models import User
from common import clock, working
from insights import analysing
from insights.models import Incident
from responses import erasing, expiring, hiding_by_hand, opening, reading, submitting
from responses.answer_values import AnswerValue
from responses.models import HiddenSpan, Response
from tests import cast

pytestmark = pytest.mark.django_db
FIRST = "Zefyr vid bordet var snäll."
SECOND = "Vi tackar zefyr igen, Zefyrs bror också. Bordet var rent."
HIDDEN = "Vi tackar [namn] igen, [namn] bror också. Bordet var rent."


@pytest.fixture
def link(survey, carl):
    return cast.invitation(survey, carl)


@pytest.fixture
def say(survey, slept, treated, link):
    def say(words: str, elsewhere: str = "", *, changes: int | None = None) -> Response:
        values = [AnswerValue(slept.key, choice="no", words=words), AnswerValue(treated.key, words=elsewhere)]
        return submitting.submit(
            opening.open_link(link.token),
            values=values,
            form_number=uuid.uuid4(),
            language="sv",
            version_id=survey.published_version_id,
            changes=changes,
        ).response

    return say


def read() -> list[str]:
    return [row.words_masked for row in reading.rows_of(Response.objects.select_related("survey").get(), "sv")]


def analyse() -> None:
    working.do_waiting(analysing.KIND)


def searched() -> str:
    return Response.objects.get().search_text


def test_no_colleague_reads_them_before_the_worker_has_looked(say, stefan):
    hiding_by_hand.hide(say(FIRST), "Zefyr", kind="name", by=stefan)
    say(SECOND, changes=1)
    assert (read(), searched()) == ([HIDDEN], HIDDEN.casefold())


def test_a_name_that_was_hidden_in_its_genitive_is_hidden_without_it_too(say, stefan):
    hiding_by_hand.hide(say("Zefyrs ord var snälla."), "Zefyrs", kind="name", by=stefan)
    say(SECOND, changes=1)
    assert read() == [HIDDEN]
    analyse()
    assert read() == [HIDDEN]


def test_they_get_places_of_their_own_with_the_same_name_and_time(say, stefan, maria):
    with clock.at(clock.now().replace(year=2026, month=3, day=2)):
        hiding_by_hand.hide(say(FIRST), "Zefyr", kind="name", by=stefan)
    first = HiddenSpan.objects.get()
    say(SECOND, changes=1)
    analyse()
    told = [(one.revision, one.kind, one.hidden_by, one.hidden_at) for one in HiddenSpan.objects.all()]
    assert told == [(2, "name", stefan, first.hidden_at)] * 2
    assert (read(), searched()) == ([HIDDEN], HIDDEN.casefold())
    hiding_by_hand.carry_over(Response.objects.get())
    assert HiddenSpan.objects.count() == 2


def test_they_are_hidden_in_another_answer_of_the_same_customer_too(say, stefan):
    hiding_by_hand.hide(say(FIRST), "Zefyr", kind="name", by=stefan)
    say("Bra.", "Zefyr log.", changes=1)
    assert read() == ["Bra.", "[namn] log."]
    analyse()
    assert read() == ["Bra.", "[namn] log."]


def test_words_that_are_gone_are_kept_by_nobody(say, stefan):
    hiding_by_hand.hide(say(FIRST), "Zefyr", kind="name", by=stefan)
    say("Allt var bra.", changes=1)
    analyse()
    assert (Response.objects.get().hidden_words, HiddenSpan.objects.count()) == ([], 0)
    say(SECOND, changes=2)
    assert read() == [SECOND]


def test_a_change_after_a_change_before_the_worker_has_looked(say, stefan):
    hiding_by_hand.hide(say(FIRST), "Zefyr", kind="name", by=stefan)
    say("Allt var bra.", changes=1)
    say(SECOND, changes=2)
    assert read() == [HIDDEN]
    analyse()
    assert (read(), searched()) == ([HIDDEN], HIDDEN.casefold())


def test_hiding_more_before_the_worker_has_looked_loses_nothing(say, stefan, maria):
    hiding_by_hand.hide(say(FIRST), "Zefyr", kind="name", by=stefan)
    response = say(SECOND, changes=1)
    hiding_by_hand.hide(response, "Bordet", kind="other", by=maria)
    analyse()
    assert read() == [HIDDEN.replace("Bordet", "[dolt]")]
    assert [one.hidden_by for one in hiding_by_hand.hidden_in(Response.objects.get())] == [stefan, stefan, maria]


def test_what_was_taken_back_is_not_hidden_again(say, stefan, petra):
    response = say(FIRST)
    hiding_by_hand.hide(response, "Zefyr", kind="name", by=stefan)
    hiding_by_hand.show_again(response, HiddenSpan.objects.get().pk, by=petra)
    say(SECOND, changes=1)
    assert (read(), Response.objects.get().hidden_words) == ([SECOND], [])


def test_whoever_hid_them_may_have_left(say, hotel):
    gone = cast.person("Nils", hotel)
    hiding_by_hand.hide(say(FIRST), "Zefyr", kind="name", by=gone)
    User.objects.filter(pk=gone.pk).delete()
    say(SECOND, changes=1)
    analyse()
    assert (read(), {one.hidden_by for one in HiddenSpan.objects.all()}) == ([HIDDEN], {None})


def test_no_story_quotes_them(say, stefan, maria, logged_in):
    hiding_by_hand.hide(say("Zefyr fnös åt oss."), "Zefyr", kind="name", by=stefan)
    say("Zefyr var otrevlig och skrek åt oss i receptionen.", changes=1)
    analyse()
    incident = Incident.objects.get()
    pages = [logged_in(maria).get(address) for address in ("/", f"/incidents/{incident.pk}/")]
    assert ["Zefyr" in page.content.decode() for page in pages] == [False, False]


@pytest.mark.parametrize("how", ["erased", "expired"])
def test_they_go_with_the_words(say, stefan, carl, agnes, how):
    response = say(FIRST)
    hiding_by_hand.hide(response, "Zefyr", kind="name", by=stefan)
    if how == "erased":
        erasing.erase(carl, by=agnes)
    else:
        Response.objects.update(submitted_at=response.submitted_at.replace(year=2019))
        assert expiring.remove_words() == 1
    assert (Response.objects.get().hidden_words, HiddenSpan.objects.count()) == ([], 0)
