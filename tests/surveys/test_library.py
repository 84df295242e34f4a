"""The shelf of ready-made surveys: whole, in five languages, and as the question coach would have them."""

import json
from collections import Counter

import pytest

from surveys import question_kinds, ready_made
from surveys.coach import advise
from surveys.models import Touchpoint

LANGUAGES = ("sv", "da", "nb", "fi", "en")
NINE = ["hotel", "clinic", "municipality", "ecommerce", "transport", "bank_insurance", "saas", "school", "staff_pulse"]
SHELF = ready_made.all_ready_made()
EACH = pytest.mark.parametrize("one", SHELF, ids=lambda one: one.key)
QUESTION_PARTS = {"slug", "kind", "text", "prompt", "touchpoint", "if_no_we_will", "required", "reversed"}
SURVEY_PARTS = {"key", "names", "need", "send", "may_be_published", "intro", "thanks", "questions"}
REALLY_EQUAL = {"Sov du godt?"}  # in Danish and Norwegian; names may be equal too


def told(one):
    return json.loads((ready_made.SHELF / f"{one.key}.json").read_text(encoding="utf-8"))


def texts_in(node, where=()):
    """Every (path, {language: text}) below a node: each object that says something in Swedish."""
    if isinstance(node, dict):
        if "sv" in node:
            yield where, node
        else:
            for key, below in node.items():
                yield from texts_in(below, (*where, key))
    elif isinstance(node, list):
        for number, below in enumerate(node):
            yield from texts_in(below, (*where, number))


def moments():
    return [(one, question["touchpoint"]) for one in SHELF for question in one.questions]


def test_all_nine_are_on_the_shelf_and_nothing_else():
    assert [one.key for one in SHELF] == NINE
    assert {path.stem for path in ready_made.SHELF.glob("*.json")} == set(NINE)


@EACH
def test_every_file_has_the_same_shape(one):
    assert set(told(one)) == SURVEY_PARTS | (set() if one.may_be_published else {"why_not"})
    assert set(told(one)["send"]) == {"after_days", "words"}
    assert [set(question) for question in one.questions] == [QUESTION_PARTS] * len(one.questions)
    assert Counter(question["slug"] for question in one.questions).most_common(1)[0][1] == 1
    assert [(question["required"], question["reversed"]) for question in one.questions] == [
        (False, False) for _question in one.questions
    ]


@EACH
def test_every_text_is_there_in_every_language(one):
    found = dict(texts_in(told(one)))
    assert len(found) >= 5 + 5 * len(one.questions)
    assert {where: set(texts) for where, texts in found.items() if set(texts) != set(LANGUAGES)} == {}
    assert [
        texts for texts in found.values() if any(text != " ".join(text.split()) or not text for text in texts.values())
    ] == []


@EACH
def test_no_text_is_left_in_the_language_of_another(one):
    """A name may be the same in two languages (Hotell); a sentence that is has been forgotten."""
    same = [
        texts
        for where, texts in texts_in(told(one))
        if where[-1] not in ("names", "name")
        and any(times > 1 for text, times in Counter(texts.values()).items() if text not in REALLY_EQUAL)
    ]
    assert same == []


@EACH
def test_the_coach_has_nothing_to_say(one):
    said = {}
    for question in one.questions:
        for language in LANGUAGES:
            said[question["text"][language]] = advise(question["text"][language], language=language)
            for prompt in question["prompt"].values():
                said[prompt[language]] = advise(prompt[language], language=language, is_prompt=True)
    assert {text: [advice.rule for advice in found] for text, found in said.items() if found} == {}


@EACH
def test_a_closed_question_asks_why_in_the_way_of_its_answer(one):
    for question in one.questions:
        if question["kind"] in question_kinds.CLOSED:
            assert (question["slug"], set(question["prompt"])) == (question["slug"], {"neutral", "yes", "no"})
            for language in LANGUAGES:
                assert len({prompt[language] for prompt in question["prompt"].values()}) == 3, question["slug"]
        else:
            assert (question["kind"], set(question["prompt"])) == (question_kinds.OPEN_TEXT, {"neutral"})


@EACH
def test_a_moment_says_where_it_is_and_how_it_should_feel(one):
    for question in one.questions:
        moment = question["touchpoint"]
        assert set(moment) - {"need"} == {"name", "step", "we_want_it_to_feel"}
        assert moment["step"] in Touchpoint.Step.values
        assert max(len(words) for words in moment["we_want_it_to_feel"].values()) <= 50
        assert one.need_of(question) == moment.get("need", one.need)
    assert len({question["touchpoint"]["name"]["sv"] for question in one.questions}) <= 4


def test_a_moment_is_the_same_on_the_whole_shelf():
    """An organisation finds its moments by any of their names, so one name must never mean two of them."""
    by_name = {}
    for _one, moment in moments():
        for language, name in moment["name"].items():
            assert by_name.setdefault((language, name.casefold()), moment) == moment
    assert len([one for one, moment in moments() if moment["name"]["en"] == "Meeting us"]) == 3


def test_every_suggested_action_fits_where_it_is_kept():
    actions = [question["if_no_we_will"] for one in SHELF for question in one.questions]
    assert [told for told in actions if not all(15 <= len(told[language]) <= 300 for language in LANGUAGES)] == []
    assert actions[0]["en"] == "The person in charge of the rooms looks at the room the same day."


def test_the_moment_to_ask_is_told_in_words():
    assert {one.key: one.send_after_days for one in SHELF} == {
        "hotel": 1,
        "clinic": 3,
        "municipality": 5,
        "ecommerce": 14,
        "transport": 0,
        "bank_insurance": 3,
        "saas": 14,
        "school": None,
        "staff_pulse": None,
    }
    for one in SHELF:
        for language in LANGUAGES:
            words = one.send_in(language)
            assert words.startswith(f"{one.send_after_days} ") if one.send_after_days else not words[0].isdigit()


def test_telling_it_once_is_good_news():
    """The handbook asks "Did you have to tell the same story more than once?"; here yes is good, as everywhere."""
    question = ready_made.by_key("bank_insurance").questions[1]
    assert (question["text"]["sv"], question["reversed"]) == ("Räckte det att berätta en gång?", False)


def test_the_staff_pulse_waits_for_its_threshold():
    assert [one.key for one in SHELF if not one.may_be_published] == ["staff_pulse"]
    pulse, hotel = ready_made.by_key("staff_pulse"), ready_made.by_key("hotel")
    assert [
        ("fem", "fem", "fem", "viisi", "five")[number] in pulse.why_not_in(code)
        for number, code in enumerate(LANGUAGES)
    ] == [True] * 5
    assert hotel.why_not_in("en") == ""
