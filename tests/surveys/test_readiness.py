"""What stands between a draft and its customers: each rule, what it says and how serious it is."""

from datetime import timedelta

import pytest

from accounts import arranging_units
from common import clock
from surveys import publishing, readiness, touchpoints
from surveys.models import Survey
from surveys.readiness import checking
from surveys.readiness.problem import ADVICE, BLOCK, HINT, STRONG
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.walk(cast.survey(hotel))


def found(survey, *codes):
    """(code, where, severity) of the problems; only those of `codes` where some are given."""
    problems = readiness.problems(survey.draft)
    return [(one.code, one.where, one.severity) for one in problems if not codes or one.code in codes]


def put(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def moment(of, name):
    return touchpoints.named(of, {"sv": name, "en": name}, step="use")


def test_a_whole_draft_that_somebody_has_walked_has_no_problems(survey):
    assert readiness.problems(survey.draft) == []


def test_a_survey_without_questions_is_not_ready(survey):
    survey.draft.questions.all().delete()
    assert found(survey) == [("no_questions", None, BLOCK)]


@pytest.mark.parametrize("fields", [{"contact_name": " "}, {"contact_email": ""}])
def test_somebody_has_to_be_there_to_turn_to(survey, fields):
    put(survey, **fields)
    assert found(survey) == [("no_contact", None, BLOCK)]


def test_a_closing_date_that_has_passed_stands_in_the_way(survey):
    put(survey, closes_at=clock.now() - timedelta(minutes=1))
    assert found(survey) == [("closes_in_the_past", None, BLOCK)]


def test_a_missing_heading_is_named_by_language(survey):
    put(survey.draft, title={"sv": "Natten"})
    [problem] = readiness.problems(survey.draft)
    assert (problem.code, str(problem.message)) == ("no_title", "Give the survey a heading in English.")
    put(survey.draft, title={}, languages=["sv", "en", "fi"])
    problem = readiness.problems(survey.draft)[0]
    assert str(problem.message) == "Give the survey a heading in Swedish, English and Finnish."
    assert (problem.language, problem.control) == ("sv", "title")


def test_missing_texts_are_named_at_their_question(survey):
    question = survey.draft.questions.first()
    put(question, texts={"sv": "Sov du gott?"}, prompt={"neutral": {"sv": "Varför?"}, "no": {"sv": "Vad störde?"}})
    [problem] = readiness.problems(survey.draft)
    assert (problem.code, problem.where, problem.blocks) == ("missing_translation", question.pk, True)
    assert str(problem.message) == "Missing in English: the question, why, why, after a no."
    assert (problem.language, problem.control) == ("en", "text")


def test_what_several_languages_lack_is_one_problem_a_question(survey):
    put(survey.draft, languages=["sv", "en", "da", "nb", "fi"])
    asked, prompt = {"sv": "Sov du gott?", "en": "Did you sleep well?"}, {"neutral": {"sv": "Varför?"}}
    question = survey.draft.questions.first()
    put(question, texts=asked, prompt=prompt)
    [problem] = [one for one in readiness.problems(survey.draft) if one.where == question.pk]
    told = "Missing in English: why. Missing in Danish, Norwegian and Finnish: the question, why."
    assert (str(problem.message), problem.language, problem.control) == (told, "en", "neutral")
    put(question, texts={"fi": "Nukuitko?"}, prompt=dict.fromkeys(prompt, dict.fromkeys(("sv", "da", "nb", "fi"), "?")))
    [problem] = [one for one in readiness.problems(survey.draft) if one.where == question.pk]
    told = "Missing in Swedish, Danish and Norwegian: the question. Missing in English: the question, why."
    assert (str(problem.message), problem.language, problem.control) == (told, "sv", "text")


def test_texts_of_a_language_not_promised_are_not_missed(survey):
    put(survey.draft, languages=["sv"])
    put(survey.draft.questions.first(), texts={"sv": "Sov du gott?"})
    assert readiness.problems(survey.draft) == []


@pytest.mark.parametrize("kind", ["yes_no", "scale_0_10", "scale_1_5", "nps", "single_choice", "multiple_choice"])
def test_a_closed_question_leaves_room_to_say_why(survey, kind):
    question = cast.question(survey.draft, kind, {"sv": "Hur?", "en": "How?"}, prompt={"no": {"sv": "a", "en": "b"}})
    assert found(survey, "no_motivation_prompt") == [("no_motivation_prompt", question.pk, BLOCK)]


@pytest.mark.parametrize("kind", ["open_text", "critical_incident", "short_text", "number", "date"])
def test_an_open_question_needs_no_prompt(survey, kind):
    cast.question(survey.draft, kind, {"sv": "Vad hände?", "en": "What happened?"}, prompt={})
    assert found(cast.walk(survey)) == []


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_a_choice_needs_two_answers(survey, kind):
    options = [{"key": "a", "texts": {"sv": "Ja", "en": "Yes"}}]
    question = cast.question(survey.draft, kind, {"sv": "Vad?", "en": "What?"}, options=options)
    assert found(cast.walk(survey)) == [("too_few_options", question.pk, BLOCK)]


def test_somebody_answers_it_once_and_a_wording_fix_keeps_that(hotel, maria):
    survey = cast.survey(hotel)
    assert found(survey, "not_walked") == [("not_walked", None, BLOCK)]
    cast.walk(survey, maria)
    put(survey.draft.questions.first(), texts={"sv": "Hur sov du?", "en": "How did you sleep?"})
    assert found(survey, "not_walked") == []
    put(survey.draft.questions.first(), required=True)
    assert found(survey, "not_walked") == [("not_walked", None, BLOCK)]


def test_a_look_by_somebody_who_meets_the_customers_is_only_hinted_at(hotel, maria):
    survey = cast.walk(cast.survey(hotel), maria, role="manager")
    assert found(survey) == [("no_staff_look", None, HINT)]


@pytest.mark.parametrize(("decision", "expected"), [("", 1), ("  Vi ser till.  ", 1), ("Vi ser till att det", 0)])
def test_the_answers_feed_a_decision(survey, decision, expected):
    put(survey, decision=decision)
    assert found(survey) == [("no_action_plan", None, BLOCK)] * expected


def test_a_plan_at_every_question_is_a_decision_too(survey):
    put(survey, decision="")
    first, second = survey.draft.questions.all()
    put(first, if_no_we_will="Husfrun ser över rummet.")
    assert found(survey) == [("no_action_plan", None, BLOCK)]
    put(second, if_no_we_will="Vi läser det på måndag.")
    assert found(survey) == []


def test_a_missing_purpose_is_only_advice(survey, hotel):
    put(hotel, purpose="")
    put(survey, purpose_link="")
    assert found(survey) == [("no_purpose", None, ADVICE)]


def test_the_questions_belong_to_why_we_exist(survey):
    put(survey, purpose_link=" ")
    assert found(survey) == [("no_purpose_link", None, ADVICE)]


@pytest.mark.parametrize(("count", "severity"), [(3, None), (4, ADVICE), (5, ADVICE), (6, STRONG)])
def test_more_than_three_questions_are_advised_against_and_more_than_five_strongly(survey, count, severity):
    for number in range(count - 2):
        cast.question(survey.draft, "number", {"sv": f"Antal {number}?", "en": f"Count {number}?"}, prompt={})
    expected = [("too_many_questions", None, severity)] if severity else []
    assert found(survey, "too_many_questions") == expected


@pytest.mark.parametrize(("words", "severity"), [(10, None), (500, ADVICE), (1200, STRONG)])
def test_more_than_two_minutes_are_advised_against_and_more_than_five_strongly(survey, words, severity):
    put(survey.draft, intro={"sv": "ord " * words, "en": "word"})
    expected = [("too_long_to_answer", None, severity)] if severity else []
    assert found(survey) == expected


def test_one_scale_is_enough(survey):
    cast.question(survey.draft, "scale_0_10", {"sv": "Utvilad?", "en": "Rested?"})
    assert found(survey, "scale_overload") == []
    cast.question(survey.draft, "scale_1_5", {"sv": "Pigg?", "en": "Awake?"})
    assert found(survey, "scale_overload") == [("scale_overload", None, ADVICE)]


def test_three_questions_about_one_moment_are_many_but_not_about_the_whole_visit(survey, hotel):
    cast.question(survey.draft, "number", {"sv": "Antal?", "en": "Count?"}, prompt={})
    assert found(survey, "touchpoint_over_surveyed") == []
    survey.draft.questions.update(touchpoint=moment(hotel, "Natten"))
    assert found(survey, "touchpoint_over_surveyed") == [("touchpoint_over_surveyed", None, ADVICE)]


def open_survey_about(touchpoint, by, name="Efter natten"):
    survey = cast.walk(cast.survey(touchpoint.organisation, name=name))
    survey.draft.questions.update(touchpoint=touchpoint)
    publishing.publish(survey.draft, by=by)
    survey.refresh_from_db()
    return survey


def test_a_moment_that_another_open_survey_asks_about_is_named_with_it(survey, hotel, maria):
    night = moment(hotel, "Natten")
    open_survey_about(night, maria)
    survey.draft.questions.update(touchpoint=night)
    [problem] = readiness.problems(survey.draft)
    assert str(problem.message) == "“Efter natten” already asks about “Natten”. Rather ask once than twice."


@pytest.mark.parametrize("why_not", ["closed", "elsewhere", "itself"])
def test_a_moment_asked_about_by_nobody_else_now_is_free(survey, hotel, agnes, why_not):
    night = moment(hotel, "Natten")
    other = open_survey_about(night, agnes)
    root = cast.root_unit(hotel)
    east, west = [arranging_units.add(parent=root, name=name, by=agnes) for name in ("Östra", "Västra")]
    asking = survey
    if why_not == "closed":
        publishing.close(other, by=agnes)
    elif why_not == "elsewhere":
        Survey.objects.filter(pk=other.pk).update(unit=west)
        put(survey, unit=east)
    else:
        asking = other
        publishing.start_next_draft(other, by=agnes)
    asking.draft.questions.update(touchpoint=night)
    assert found(asking, "touchpoint_over_surveyed") == []


@pytest.mark.parametrize(
    ("texts", "is_repeated"),
    [
        ({"sv": "Sov du gott i natt?", "en": "Was it dark?"}, True),
        ({"sv": "Var det mörkt?", "en": "Did you sleep well last night?"}, True),
        ({"sv": "Sov du gott?", "en": "Did you sleep well?"}, True),
        ({"sv": "Åt du gott?", "en": "Did you eat well?"}, False),
        ({"sv": "Var det mörkt?", "en": "Was it dark?", "fi": "Did you sleep well?"}, False),
    ],
)
def test_a_question_said_twice_is_pointed_at(survey, texts, is_repeated):
    question = cast.question(survey.draft, "open_text", texts)
    expected = [("duplicate_question", question.pk, HINT)] if is_repeated else []
    assert found(cast.walk(survey)) == expected


def test_the_surveys_own_problems_come_first_and_then_question_by_question(survey):
    first, second = survey.draft.questions.all()
    put(second, texts={"sv": "Hur blev du bemött?"})
    put(first, texts={"en": "Did you sleep well?"}, prompt={})
    put(survey, contact_email="", purpose_link="")
    assert found(survey) == [
        ("no_contact", None, BLOCK),
        ("no_purpose_link", None, ADVICE),
        ("missing_translation", first.pk, BLOCK),
        ("no_motivation_prompt", first.pk, BLOCK),
        ("missing_translation", second.pk, BLOCK),
    ]


def test_a_room_further_right_adds_its_rule_once_without_being_imported(survey, monkeypatch):
    monkeypatch.setattr(checking, "_added", [])

    def contact_cap(draft):
        yield readiness.Problem("contact_cap", f"{len(draft.questions)} questions, {draft.survey.name}")

    for _twice in range(2):
        readiness.add_rule(contact_cap)
    [problem] = readiness.problems(survey.draft)
    assert (problem.code, problem.message, problem.where, problem.blocks) == (
        "contact_cap",
        "2 questions, Natten",
        None,
        True,
    )


def test_as_few_queries_for_two_hundred_questions_as_for_two(survey, hotel, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(checking, "_added", [])  # rules of rooms further right count theirs themselves
    survey.draft.questions.update(touchpoint=moment(hotel, "Natten"))
    with django_assert_num_queries(6):
        readiness.problems(Survey.objects.get(pk=survey.pk).versions.select_related("survey__unit", "organisation")[0])
