"""What a draft changes of the published version, so that it can be read before it is published."""

import pytest

from surveys import building, comparing, publishing, touchpoints
from surveys.comparing import ADDED, CHANGED, REMOVED
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def draft(survey, maria):
    return publishing.start_next_draft(survey, by=maria)


def difference(draft):
    return comparing.difference(draft, draft.survey.published_version, language="sv")


def put(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def marked(change):
    marks = {"same": "{}", "put_in": "+{}+", "taken_out": "-{}-"}
    return "".join(marks[piece.kind].format(piece.text) for piece in change.pieces)


def texts(change):
    return [(str(one.name), one.language, marked(one)) for one in change.texts]


def facts(change):
    return [(str(one.name), str(one.before), str(one.after)) for one in change.facts]


def test_a_copy_changes_nothing(draft):
    assert not difference(draft)


def test_words_put_in_and_taken_out_are_marked_in_each_language(draft):
    question = draft.questions.first()
    put(question, texts={"sv": "Sov du gott i natt?", "en": "Did you rest?"})
    [change] = difference(draft).questions
    assert (change.what, change.number, change.is_asked_otherwise, str(change.why_new)) == (CHANGED, 1, True, "")
    assert texts(change) == [
        ("the question", "sv", "Sov du gott +i natt+?"),
        ("the question", "en", "Did you -sleep well-+rest+?"),
    ]


def test_there_is_a_space_before_words_taken_out():
    change = comparing.TextChange("text", "the question", "sv", "Sov du gott i natt?", "Sov du gott?")
    assert marked(change) == "Sov du gott -i natt-?"


def test_a_translation_that_was_missing_makes_no_new_question(survey, maria):
    question = survey.published_version.questions.first()
    draft = publishing.start_next_draft(survey, by=maria)
    put(draft.questions.first(), texts={**question.texts, "fi": "Nukuitko hyvin?"})
    put(draft, languages=["sv", "en", "fi"])
    found = difference(draft)
    assert (found.new_languages, found.lost_languages, found.questions) == (("fi",), (), ())


def test_a_language_that_is_given_up_is_told_of_once(draft):
    put(draft, languages=["en"])
    found = difference(draft)
    assert (found.new_languages, found.lost_languages, found.texts, found.questions) == ((), ("sv",), (), ())


def test_the_surveys_own_texts_are_compared(draft):
    put(draft, title={**draft.title, "en": "Your nights with us"})
    assert [(str(one.name), marked(one)) for one in difference(draft).texts] == [
        ("the heading", "Your -night -+nights +with us")
    ]


def test_questions_that_came_and_went(draft, maria):
    gone = draft.questions.first()
    building.remove_question(gone, by=maria)
    new = building.add_question(draft, kind="open_text", by=maria)
    changes = difference(draft).questions
    assert [(one.what, one.question.key, one.number) for one in changes] == [
        (ADDED, new.key, 2),
        (REMOVED, gone.key, 1),
    ]


def test_a_question_put_first_is_the_only_one_that_moved(hotel, maria):
    survey = cast.walk(cast.survey(hotel))
    cast.question(survey.draft, "open_text", {"sv": "Hur var frukosten?", "en": "How was breakfast?"})
    publishing.publish(cast.walk(survey).draft, by=maria)
    survey.refresh_from_db()
    draft = publishing.start_next_draft(survey, by=maria)
    last = draft.questions.last()
    building.move_question(last, to=0, by=maria)
    [change] = difference(draft).questions
    assert (change.question, change.number, change.is_moved, change.texts, change.facts) == (last, 1, True, (), ())


def test_another_way_to_answer_makes_it_rather_a_new_question(draft):
    put(draft.questions.first(), kind="scale_1_5", required=True)
    [change] = difference(draft).questions
    assert facts(change) == [
        ("How it is answered", "Yes or no", "Scale 1 to 5"),
        ("May it be skipped?", "Yes", "No"),
        ("What a yes means", "good news", ""),
    ]
    assert str(change.why_new).startswith("It is answered in another way than before")


@pytest.mark.parametrize(
    ("before", "after", "is_rather_new"),
    [
        ("Var rummet rent?", "Sov du gott?", True),
        ("Var rummet rent?", "Var frukosten varm?", True),  # the words that every question has tell nothing
        ("Var rummet rent?", "Var rummet städat?", False),
        ("Hur var frukoten?", "Hur var frukosten?", False),  # a slip of the pen put right
        ("Hur var det?", "Hur blev du?", False),  # nothing to tell by
        ("Var rummet rent?", "", False),
    ],
)
def test_a_rewording_that_shares_few_words_is_rather_a_new_question(hotel, maria, before, after, is_rather_new):
    survey = cast.survey(hotel)
    put(survey.draft.questions.first(), texts={"sv": before, "en": "Was it good?"})
    publishing.publish(cast.walk(survey).draft, by=maria)
    survey.refresh_from_db()
    draft = publishing.start_next_draft(survey, by=maria)
    put(draft.questions.first(), texts={"sv": after, "en": "Was it good?"})
    [change] = difference(draft).questions
    reason = "It shares hardly a word with the earlier question, so it seems to ask about something else."
    assert str(change.why_new) == (reason if is_rather_new else "")
    assert change.is_asked_otherwise is bool(after)


def options(*keys):
    return [{"key": key, "texts": {"sv": key.upper(), "en": key}} for key in keys]


@pytest.mark.parametrize(
    ("after", "is_asked_otherwise", "is_rather_new"),
    [(("a", "b", "c"), True, False), (("a",), True, True), (("b", "a"), False, False), (("a", "b"), False, False)],
)
def test_answers_to_choose_from(hotel, maria, after, is_asked_otherwise, is_rather_new):
    survey = cast.walk(cast.survey(hotel))
    cast.question(survey.draft, "single_choice", {"sv": "Vad?", "en": "What?"}, options=options("a", "b"))
    publishing.publish(cast.walk(survey).draft, by=maria)
    survey.refresh_from_db()
    draft = publishing.start_next_draft(survey, by=maria)
    put(draft.questions.last(), options=options(*after), required=True)
    [change] = difference(draft).questions
    assert (change.is_asked_otherwise, bool(change.why_new)) == (is_asked_otherwise, is_rather_new)


def test_a_prompt_reworded_leaves_it_the_same_question(draft):
    put(draft.questions.first(), prompt={"neutral": {"sv": "Varför då?", "en": "Why?"}})
    [change] = difference(draft).questions
    assert (texts(change), change.is_asked_otherwise) == ([("why", "sv", "-Why-+Varför då+?")], False)


def test_conditions_and_moments_are_told_in_words(draft, hotel):
    first, last = draft.questions.all()
    night = touchpoints.named(hotel, {"sv": "Natten", "en": "The night"})
    condition = {"question": str(first.key), "operator": "is", "value": "no"}
    put(last, show_if=condition, touchpoint=night)
    [change] = difference(draft).questions
    assert facts(change) == [
        ("Moment", "The whole visit", "The night"),
        ("When it is asked", "Always asked.", "Asked only after “No” to question 1."),
    ]


def test_what_is_very_long_or_strange_is_compared_too():
    strange = "🦔 " * 3000 + "<b>שלום</b>"
    changed = comparing.TextChange("text", "the question", "sv", strange, strange + " igen")
    assert "".join(piece.text for piece in changed.pieces if piece.kind != "put_in").strip() == strange
    assert "".join(piece.text for piece in changed.pieces if piece.kind != "taken_out") == strange + " igen"


def test_two_queries_however_long_the_survey(draft, django_assert_num_queries):
    for number in range(20):
        cast.question(draft, "open_text", {"sv": f"Fråga {number}?", "en": f"Question {number}?"})
    published = draft.survey.published_version
    with django_assert_num_queries(2):
        comparing.difference(draft, published, language="sv")
