"""The believable half year at Rimtjärn: every line can be told through the submit path, in any language."""

import json
import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("sv", "da", "nb", "fi", "en")
LIBRARY = ("hotel", "clinic")
CATEGORIES = {
    "treatment", "individual_needs", "authenticity", "fairness_honesty", "responsibility",
    "recovery", "core_outcome", "availability", "waiting", "price_billing",
    "technology", "information", "environment", "other_customers", "safety",
}  # fmt: skip
AT_LEAST = {"sv": 120, "nb": 70, "da": 50, "fi": 40, "en": 60}
RECURRING = {
    "fan_whine", "late_arrival", "cold_shower", "breakfast_bus", "bar_noise", "payment_machine",
    "parking_info", "allergy_forgotten", "who_to_call", "silent_wait", "doctor_screen", "test_result",
    "kind_nurse", "wrong_medicine",
}  # fmt: skip
EXAMPLES = ROOT / "tests/insights/engine/incident_examples.jsonl"
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\w)\d[\d ()/-]{6,14}\d(?!\w)")


def read_json(path):
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def responses(survey, language):
    lines = (ROOT / f"demo/texts/{survey}.{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def told():
    """(survey, language) -> its responses."""
    return {(survey, language): responses(survey, language) for survey in LIBRARY for language in LANGUAGES}


@pytest.fixture(scope="module")
def everything(told):
    return list(chain.from_iterable(told.values()))


@pytest.fixture(scope="module")
def company():
    return read_json("demo/company.json")


def words_of(rows):
    return [answer["words"] for row in rows for answer in row["answers"].values() if answer["words"]]


def days_of(rows, problem):
    return sorted(row["days_ago"] for row in rows if row["problem"] == problem)


def is_answered(answer, kind):
    if kind == "open_text":
        return answer["value"] is None and answer["words"] != ""
    return answer["value"] in ("yes", "no", "neither")


def test_every_language_has_its_share(told):
    counted = {language: sum(len(told[survey, language]) for survey in LIBRARY) for language in LANGUAGES}
    assert {language: counted[language] >= least for language, least in AT_LEAST.items()} == dict.fromkeys(
        AT_LEAST, True
    )
    hotel = sum(len(told["hotel", language]) for language in LANGUAGES)
    assert 0.6 < hotel / sum(counted.values()) < 0.75


@pytest.mark.parametrize("survey", LIBRARY)
def test_every_answer_belongs_to_a_question_of_its_survey(told, survey):
    kinds = {
        question["slug"]: question["kind"] for question in read_json(f"surveys/library/{survey}.json")["questions"]
    }
    for language in LANGUAGES:
        for row in told[survey, language]:
            assert set(row) == {"house", "answers", "note", "days_ago", "problem"}
            assert row["answers"], row
            assert [is_answered(answer, kinds[slug]) for slug, answer in row["answers"].items()] == [True] * len(
                row["answers"]
            ), row


def test_every_house_is_a_unit_where_the_survey_runs(told, company):
    units = {survey["library"]: set(survey["units"]) for survey in company["demo"]["surveys"]}
    for survey in LIBRARY:
        rows = chain.from_iterable(told[survey, language] for language in LANGUAGES)
        assert {row["house"] for row in rows} == units[survey]
    assert set().union(*units.values()) <= {unit["key"] for unit in company["demo"]["units"]}


def test_notes_follow_the_scheme(everything):
    for note in (row["note"] for row in everything):
        if note["category"] is None:
            assert note["polarity"] in ("positive", "negative", "neutral")
            assert note["severity"] is None
        elif note["polarity"] == "positive":
            assert (note["category"] in CATEGORIES, note["severity"]) == (True, None)
        else:
            assert note["category"] in CATEGORIES
            assert (note["polarity"] in ("negative", "mixed"), note["severity"] in range(1, 6)) == (True, True)


def test_most_kinds_of_story_occur_and_most_visits_are_ordinary(everything):
    categories = {row["note"]["category"] for row in everything} - {None}
    assert len(categories) >= 12
    assert 0.4 <= sum(row["note"]["category"] is not None for row in everything) / len(everything) <= 0.52


def test_no_words_are_used_twice(everything):
    words = Counter(text.casefold().strip() for text in words_of(everything))
    assert [text for text, times in words.items() if times > 1] == []


def test_no_words_are_borrowed_from_the_measuring_examples(everything):
    examples = EXAMPLES.read_text(encoding="utf-8").splitlines()
    measured = {json.loads(line)["text"].casefold().strip() for line in examples}
    assert measured & {text.casefold().strip() for text in words_of(everything)} == set()


def test_answers_fill_the_half_year_and_mostly_the_recent_months(everything):
    days = [row["days_ago"] for row in everything]
    assert (min(days) >= 0, max(days) <= 182) == (True, True)
    assert {day // 30 for day in days} >= set(range(6))
    assert sum(day < 61 for day in days) > sum(day >= 122 for day in days)


def test_problems_run_through_the_half_year_and_two_of_them_turn(everything):
    assert {row["problem"] for row in everything} - {None} == RECURRING
    assert min(days_of(everything, "cold_shower")) >= 60, "mended about sixty days ago"
    assert len(days_of(everything, "cold_shower")) >= 8
    payment = days_of(everything, "payment_machine")
    assert [day for day in payment if 40 < day < 115] == [], "quiet in between"
    assert (payment[0] <= 40, payment[-1] >= 115) == (True, True), "came back"
    assert len(days_of(everything, "allergy_forgotten")) == 2
    assert len(days_of(everything, "wrong_medicine")) == 1


def test_some_answers_hold_what_must_be_masked_and_all_of_it_is_invented(everything):
    texts = words_of(everything)
    addresses = [address for text in texts for address in EMAIL.findall(text)]
    numbers = [number for text in texts for number in PHONE.findall(text)]
    assert len(addresses) + len(numbers) >= 12
    assert [address for address in addresses if not address.endswith("@example.org")] == []
    assert [number for number in numbers if "000" not in number.replace(" ", "")] == []


@pytest.mark.parametrize("survey", LIBRARY)
def test_ready_made_surveys_speak_all_five_languages(survey):
    ready = read_json(f"surveys/library/{survey}.json")
    texts = [ready["names"], ready["need"], ready["intro"], ready["thanks"]]
    for question in ready["questions"]:
        prompts = {"neutral"} if question["kind"] == "open_text" else {"neutral", "yes", "no"}
        assert set(question["prompt"]) == prompts
        assert question["touchpoint"]["step"] in ("before", "use", "after")
        texts += [question["text"], *question["prompt"].values(), question["if_no_we_will"]]
        texts.append(question["touchpoint"]["name"])
    assert [set(text) for text in texts] == [set(LANGUAGES)] * len(texts)
    assert all(sentence.strip() for text in texts for sentence in text.values())


def test_the_people_of_both_organisations(company):
    demo, other = company["demo"], company["other"]
    assert {member["email"]: member["role"] for member in demo["members"][:3]} == {
        "agnes@demo.example": "owner",
        "maria@demo.example": "manager",
        "stefan@demo.example": "staff",
    }
    assert {member["role"] for member in other["members"] if member["email"] == "olga@other.example"} == {"manager"}
    for organisation in (demo, other):
        assert set(organisation["purpose"]) == set(LANGUAGES)
        units = {unit["key"] for unit in organisation["units"]}
        assert {key for member in organisation["members"] for key in member["units"]} <= units
    addresses = [customer["email"] for customer in demo["customers"]]
    assert len(addresses) == len(set(addresses))
    assert {address.partition("@")[2] for address in addresses} == {"guest.example"}
    asked = {question["slug"] for question in other["survey"]["questions"]}
    assert {slug for response in other["answers"] for slug in response["answers"]} <= asked
