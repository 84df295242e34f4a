"""What a theme is called where the sorting suggests a title, and in which language."""

import pytest

from insights import finer_themes, reckoning
from insights.models import Theme
from responses import hiding_by_hand
from tests.insights.asked import EAST, QUESTIONS, asked, divide, now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("typed", "named_by"), [("Väntan: kön, ringlade", None), ("Frukostkön", "Maria")])
def test_the_title_it_suggests_stays_the_machines_until_a_person_types_another(four, marias, typed, named_by):
    ((group, address),) = asked(marias, "groups")
    page = marias.get(QUESTIONS).content.decode()
    assert f'name="splitting-suggested" value="{group.title}"' in page
    divide(marias, group, title=typed)
    theme = now(four[0]).theme
    assert theme.title == typed
    assert (theme.named_by and theme.named_by.display_name, bool(theme.language)) == (named_by, named_by is None)


def test_an_accepted_title_keeps_the_language_it_was_suggested_in(said, marias, hotel):
    """The house's, also when the reader reads another and stories are told in that."""
    for number in range(3):
        said(f"Kön ringlade, dag {number}.", *EAST)
        last = said(f"The queue was long, day {number}.", *EAST, language="en")
    ((group, _address),) = asked(marias, "groups")
    assert (hotel.language, group.language) == ("sv", "sv")
    divide(marias, group, title=group.title)
    theme = now(last).theme
    assert (theme.title, theme.language, theme.named_by) == (group.title, "sv", None)


def test_a_language_that_does_not_exist_is_refused(four, marias):
    ((group, _address),) = asked(marias, "groups")
    given = {"splitting-title": group.title, "splitting-suggested": group.title, "splitting-suggested_in": "xx"}
    posted = {**given, "splitting-incident": [one.pk for one in four]}
    assert marias.post(f"/themes/{group.theme.pk}/splitting/", posted).status_code == 422
    assert Theme.objects.finer().count() == 0


def test_a_title_that_was_accepted_is_renewed_when_its_words_are_hidden(four, marias, maria):
    ((group, _address),) = asked(marias, "groups")
    divide(marias, group, title=group.title)
    theme = now(four[0]).theme
    marias.post(f"/themes/{theme.pk}/title/", {"title-title": theme.title})  # keeping it as it is
    assert now(theme).named_by is None
    for one in four:
        hiding_by_hand.hide(one.answer.response, "ringlade", kind="other", by=maria)
    reckoning.reckon()
    assert now(theme).title == "Väntan: kön"


def test_words_of_another_language_than_the_houses_stand_beside_and_a_person_finds_the_name(said, marias):
    stories = [said(f"Jono seisoi tunnin {number}.", *EAST, language="fi") for number in range(4)]
    ((group, address),) = asked(marias, "groups")
    assert (group.words, group.language, group.title) == (["jono", "seisoi"], "fi", "")
    page = marias.get(QUESTIONS).content.decode()
    assert f'id="{address}-title" name="splitting-title" maxlength="90" value="" required' in page
    assert '<span lang="fi">jono, seisoi</span> (Finnish)' in page
    given = {"splitting-title": "", "splitting-incident": [one.pk for one in stories]}
    assert marias.post(f"/themes/{group.theme.pk}/splitting/", given).status_code == 422  # no odd word by one press


def test_one_odd_word_is_no_name_to_press(said, marias):
    for number in range(4):
        said(f"Taket {number}.", *EAST)
    ((group, _address),) = asked(marias, "groups")
    assert (group.words, group.title) == (["taket"], "")
    assert '<span lang="sv">taket</span>' in marias.get(QUESTIONS).content.decode()


def test_where_the_category_is_a_question_the_words_answer_it():
    assert finer_themes.title_of("availability", ["bussen", "frukosten"], "sv") == "Gick det att få? Bussen, frukosten"
