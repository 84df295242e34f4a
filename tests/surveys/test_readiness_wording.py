"""What the question coach stops, what it only advises, and what somebody has kept with a reason."""

import pytest
from django.utils import translation

from surveys import building, readiness
from surveys.readiness.problem import ADVICE, BLOCK, HINT
from tests import cast

SELLS = {"sv": "Vill du ha 20 % rabatt på nästa vistelse?", "en": "Would you like 20 % off your next stay?"}
BLAMES = {"sv": "Vilken medarbetare var otrevlig?", "en": "Which member of staff was rude?"}
TWO = {"sv": "Var rummet rent och frukosten god?", "en": "Was the room clean and the breakfast good?"}
KEPT = {"reason": "The union asked us to ask this.", "by": "Petra", "at": "2026-05-04T12:00:00+00:00"}


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


def ask(survey, texts, **fields):
    return cast.question(survey.draft, "open_text", texts, **fields)


def said_of(question):
    return [one for one in readiness.problems(question.version) if one.where == question.pk]


def told(question):
    return [(one.code, one.severity) for one in said_of(question)]


@pytest.mark.parametrize(("texts", "code"), [(SELLS, "marketing"), (BLAMES, "staff_blame")])
def test_what_the_coach_blocks_is_not_published(survey, texts, code):
    assert (code, BLOCK) in told(ask(survey, texts))


def test_a_block_that_is_kept_with_a_reason_in_each_language_is_no_problem(survey):
    question = ask(survey, BLAMES, kept_advice={"sv": {"staff_blame": KEPT}})
    assert [one.code for one in said_of(question) if one.blocks] == ["staff_blame"]
    question.kept_advice = {language: {"staff_blame": KEPT} for language in ("sv", "en")}
    question.save()
    assert [one.code for one in said_of(question) if one.blocks] == []


def test_selling_is_never_kept(survey):
    question = ask(survey, SELLS, kept_advice={language: {"marketing": KEPT} for language in ("sv", "en")})
    assert ("marketing", BLOCK) in told(question)


def test_advice_is_said_once_with_its_languages_in_the_readers_words(survey):
    [problem] = said_of(ask(survey, TWO))
    assert (problem.code, problem.severity) == ("double_barrelled", ADVICE)
    assert str(problem.message).startswith("This asks two things at once.")
    assert str(problem.message).endswith(" (Swedish and English)") and problem.language == "sv"
    with translation.override("sv"):
        assert "Frågan rymmer två saker." in str(problem.message)


def test_kept_advice_is_not_said_again(survey):
    question = ask(survey, TWO, kept_advice={"sv": {"double_barrelled": KEPT}})
    [problem] = said_of(question)
    assert str(problem.message).endswith(" (English)") and problem.language == "en"


def test_no_more_than_two_pieces_of_advice_at_one_question(survey):
    worst = "VARFÖR checkade du in online och var du alltid nöjd eller missnöjd med vår process!!! Eller inte?"
    question = ask(survey, {"sv": worst, "en": "How were you met?"})
    assert [severity for _code, severity in told(question)] in ([ADVICE, ADVICE], [ADVICE, HINT])


def test_a_prompt_is_read_too(survey):
    prompt = {"neutral": {"sv": "Vilken medarbetare var otrevlig?", "en": "Why?"}}
    question = cast.question(survey.draft, "yes_no", {"sv": "Fick du ro?", "en": "Did you rest?"}, prompt=prompt)
    assert told(question) == [("staff_blame", BLOCK)]


def test_a_survey_of_one_language_needs_no_name_of_it(hotel):
    survey = cast.survey(hotel, languages=("en",))
    [problem] = said_of(ask(survey, {"en": TWO["en"]}))
    assert str(problem.message).startswith("This asks two things")


def test_the_staff_pulse_is_read_but_not_published(hotel, maria):
    survey = building.start_from_library(hotel, "staff_pulse", by=maria)
    survey.made_from = "staff_pulse"
    survey.save()
    [problem] = [one for one in readiness.problems(survey.draft) if one.code == "not_publishable_yet"]
    assert problem.blocks and str(problem.message).startswith("You can read it, but not publish it yet.")


def test_a_survey_that_began_as_one_nobody_knows_is_no_problem(hotel):
    survey = cast.survey(hotel, made_from="an older shelf")
    assert [one for one in readiness.problems(survey.draft) if one.code == "not_publishable_yet"] == []
