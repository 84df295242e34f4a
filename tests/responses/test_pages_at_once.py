"""One question a page: two browsers with one link, open links, forms of one's own making, statements."""

import re

import pytest

from common import clock
from invitations.models import PublicLink
from responses.models import Answer, Response
from tests import cast
from tests.responses.conftest import OPTIONS, published, statements
from tests.responses.walking import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def night(hotel):
    """Four questions for everybody."""
    return published(
        hotel,
        {"kind": "yes_no", "text": "Slept?"},
        {"kind": "single_choice", "text": "Came by?", "required": True, "options": OPTIONS},
        {"kind": "number", "text": "Nights?"},
        {"kind": "open_text", "text": "Treated?"},
    )


@pytest.fixture
def link(night, carl) -> str:
    return f"/a/{cast.invitation(night[0], carl).token}/"


@pytest.fixture
def open_link(night, maria) -> str:
    survey = night[0]
    row = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    return f"/a/{row.token}/"


def stored() -> dict[str, tuple]:
    rows = Answer.objects.select_related("question").order_by("id")
    said = {row.question.texts["en"]: (row.value_choice, row.value_decimal, row.words) for row in rows}
    return {text: tuple(part for part in parts if part not in ("", None)) for text, parts in said.items()}


class TestTwoBrowsersAtOnce:
    def test_the_second_is_told_before_it_writes_over_the_first(self, link, night):
        _survey, [slept, *_rest] = night
        one, other = Walker(link), Walker(link)
        one.answer(slept, "no", "Fläkten tjöt.")
        other.answer(slept, "yes", "Tyst och fint.")
        assert (other.sent.status_code, other.chosen, other.words) == (409, ["yes"], ["Tyst och fint."])
        assert "Another answer to this question has come by this link." in other.html
        assert "Fläkten" not in other.html
        assert stored()["Slept?"] == ("no", "Fläkten tjöt.")
        assert other.answer().asked == "Came by?"
        assert stored()["Slept?"] == ("yes", "Tyst och fint.")

    def test_the_same_answer_from_both_is_one(self, link, night):
        _survey, [slept, *_rest] = night
        one, other = Walker(link), Walker(link)
        assert [walker.answer(slept, "no").asked for walker in (one, other)] == ["Came by?"] * 2
        assert stored() == {"Slept?": ("no",)}

    def test_a_page_that_forgot_its_own_address_is_saved_all_the_same(self, open_link, night):
        """Whatever stands between a browser and us may cut an address short; the form says the same number."""
        _survey, [slept, came, *_rest] = night
        first = Walker(open_link).answer(slept, "no")
        cut_short = first.client.post(open_link, first.form() | {f"q-{came.key}": ["bus"]})
        assert (cut_short.status_code, stored()) == (303, {"Slept?": ("no",), "Came by?": ("bus",)})
        again = first.client.post(open_link, first.form() | {"asked": [str(slept.key)], f"q-{slept.key}": ["no"]})
        assert (again.status_code, Response.objects.count()) == (303, 1)

    def test_passing_a_question_by_takes_no_answer_away(self, link, night):
        _survey, [slept, *_rest] = night
        one, other = Walker(link), Walker(link)
        one.answer(slept, "no", "Fläkten tjöt.")
        other.answer(slept)
        assert stored()["Slept?"] == ("no", "Fläkten tjöt.")

    def test_an_answer_after_the_other_has_sent_can_be_copied(self, link, night):
        _survey, asked = night
        one, other = Walker(link), Walker(link)
        one.answer(asked[0], "no").answer(asked[1], "bus").answer(asked[2]).answer(asked[3], words="Bra.")
        other.answer(asked[0], "yes", "Tyst och fint.")
        assert (other.sent.status_code, "Tyst och fint." in other.html) == (409, True)
        assert "Bra." not in other.html


class TestAnOpenLink:
    def test_it_is_walked_by_an_address_of_ones_own(self, open_link, night):
        _survey, [slept, came, nights, treated] = night
        walker = Walker(open_link)
        assert 'action="./?form=' in walker.html
        walker.answer(slept, "no", "Fläkten tjöt.")
        assert re.fullmatch(rf"{open_link}\?language=en&form=[0-9a-f-]{{36}}&page=2", walker.address)
        other = Walker(open_link)
        assert (other.asked, other.place) == ("Slept?", "Question 1 of 4")
        other.answer(slept, "yes")
        assert walker.look(walker.address).asked == "Came by?"
        walker.go_back()
        assert walker.words == ["Fläkten tjöt."]
        walker.answer().answer(came, "bus").answer(nights).answer(treated, words="Bra.")
        assert walker.is_thanked
        rows = Response.objects.order_by("id")
        assert [(row.submitted_at is not None, row.answers.count()) for row in rows] == [(True, 4), (False, 1)]

    def test_its_address_after_sending_says_so(self, open_link, night):
        _survey, asked = night
        walker = Walker(open_link).answer(asked[0], "no")
        address = walker.address
        walker.answer(asked[1], "bus").answer(asked[2]).answer(asked[3])
        assert "You have answered already" in walker.look(address).html
        assert Walker(open_link).asked == "Slept?"

    def test_a_number_nobody_has_is_a_new_beginning(self, open_link):
        for number in ("00000000-0000-0000-0000-000000000007", "x", ""):
            assert Walker(open_link, form=number).asked == "Slept?"

    def test_an_address_cut_short_finds_the_answer_by_its_form(self, open_link, night):
        _survey, [slept, came, *_rest] = night
        walker = Walker(open_link)
        first = walker.form() | {f"q-{slept.key}": ["no"]}
        assert [walker.client.post(open_link, first).status_code for _press in range(2)] == [303, 303]
        walker.look(walker.client.post(open_link, first).url)
        second = walker.form() | {f"q-{came.key}": ["bus"]}
        assert walker.client.post(open_link, second).status_code == 303
        assert stored() == {"Slept?": ("no",), "Came by?": ("bus",)}

    def test_another_links_form_opens_nothing(self, open_link, night, link):
        _survey, [slept, *_rest] = night
        walker = Walker(open_link).answer(slept, "no")
        form = str(Response.objects.get().form_number)
        assert Walker(link, form=form).asked == "Slept?"
        assert walker.asked == "Came by?"


class TestWhatNobodysFormWouldSend:
    @pytest.mark.parametrize(
        "changes",
        [
            {"asked": ["00000000-0000-0000-0000-000000000009"]},
            {"asked": ["nonsense"]},
            {"asked": [""]},
            {"version": ["999999"]},
            {"version": [""]},
            {"form": ["x"]},
            {"form": [""]},
        ],
    )
    def test_it_is_told_and_nothing_is_stored(self, link, night, changes):
        _survey, [slept, *_rest] = night
        carl = Walker(link)
        carl.post(carl.form() | {f"q-{slept.key}": ["no"]} | changes)
        assert (carl.sent.status_code, Response.objects.count()) == (422, 0)
        assert carl.asked == "Slept?"

    @pytest.mark.parametrize("back", ["x", "", "00000000-0000-0000-0000-000000000009"])
    def test_back_to_nowhere_goes_on(self, link, night, back):
        _survey, [slept, *_rest] = night
        carl = Walker(link)
        carl.post(carl.form() | {f"q-{slept.key}": ["no"], "back": [back]})
        assert carl.asked == "Came by?"

    def test_sending_from_the_first_page_sends_nothing(self, link, night):
        _survey, [slept, *_rest] = night
        carl = Walker(link)
        carl.post(carl.form() | {f"q-{slept.key}": ["no"], "send": ["1"]})
        assert (carl.asked, Response.objects.get().submitted_at) == ("Came by?", None)

    def test_a_later_question_answered_early_is_kept_and_asked_no_more(self, link, night):
        _survey, [slept, *_rest, treated] = night
        carl = Walker(link)
        carl.post(carl.form() | {"asked": [str(treated.key)], f"w-{treated.key}": ["Bra."]})
        assert (carl.asked, stored()) == ("Slept?", {"Treated?": ("Bra.",)})


class TestStatements:
    """GET at most 2, POST at most 6, however many questions there are."""

    @pytest.fixture(params=[1, 3, 4, 200])
    def long(self, hotel, request):
        return published(hotel, *({"kind": "yes_no", "text": f"{number}?"} for number in range(request.param)))

    @pytest.mark.parametrize("is_open", [False, True])
    def test_every_page_and_the_change(self, long, carl, maria, is_open, settings):
        survey, asked = long
        row = cast.invitation(survey, carl)
        if is_open:
            row = PublicLink.objects.create(
                organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
            )
        link = f"/a/{row.token}/"
        walker = Walker(link)  # warms the definition
        with statements(2):
            walker.look(link, language="en")
        for number, question in enumerate(asked):
            form = walker.form() | {f"q-{one.key}": ["no"] for one in (asked if len(asked) < 4 else [question])}
            form |= {"send": ["1"]} if walker.button == "Send" else {}
            address = link + re.search(r'action="\./([^"]*)"', walker.html)[1]
            if 3 < number < len(asked) - 1:  # a page in the middle is like the next
                Answer.objects.bulk_create(_the_rest(Response.objects.get(), asked[number:-1]))
                walker.look(walker.address.replace(f"page={number + 1}", f"page={len(asked)}"))
                form, question = walker.form() | {f"q-{asked[-1].key}": ["no"], "send": ["1"]}, asked[-1]
            with statements(6):
                walker.sent = walker.client.post(address, form)
            assert walker.sent.status_code == 303
            with statements(2):
                walker.look(walker.sent.url)
            if walker.is_thanked:
                break
        assert walker.is_thanked
        if is_open:
            return
        with statements(2):
            walker.page = walker.client.post(f"{link}earlier/", {"language": "en"})
        with statements(6):
            changed = walker.client.post(link, walker.form() | {f"q-{asked[0].key}": ["yes"]})
        assert (changed.status_code, Response.objects.get().revision) == (303, 2)


def _the_rest(response: Response, questions) -> list[Answer]:
    return [
        Answer(organisation_id=response.organisation_id, response=response, question=one, question_key=one.key)
        for one in questions
    ]
