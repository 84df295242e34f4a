"""Whatever is sent to a draft: what cannot be is refused, and the rest is kept as it is."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from surveys import building
from tests import cast


@pytest.fixture
def draft(hotel, maria):
    return building.start_blank(hotel, name="Natten", languages=["sv", "en"], by=maria).draft


@pytest.fixture
def question(draft, maria):
    return building.add_question(draft, kind="yes_no", by=maria, texts={"sv": "Sov du gott?"})


IMPOSSIBLE = {
    "texts": [None, "Sov du gott?", {"sv": 7}, {"sv": None}, {"xx": "?"}, {"sv": "a\0b"}, {"sv": "\ud800"}, {5: "a"}],
    "prompt": [{"no": "Varför?"}, {"a/b": {"sv": "?"}}, {"": {}}, [], {"no": {"sv": ["?"]}}],
    "ends": [{"low": 1}, {"low": {"klingon": "?"}}],
    "options": [
        None,
        {"key": "a"},
        ["a"],
        [{"key": "a"}],
        [{"key": "a", "texts": {}, "more": 1}],
        [{"key": "", "texts": {}}],
        [{"key": "a", "texts": {}}, {"key": "a", "texts": {}}],
        [{"key": "a/b", "texts": {}}],
        [{"key": ["a"], "texts": {}}],
    ],
    "required": ["on", None, 1],
    "reversed": ["yes"],
    "if_no_we_will": ["å" * 301, None, {"sv": "Ringa"}],
    "touchpoint": ["the night", 7, None],
    "show_if": [
        None,
        "",
        [],
        {"question": "x", "operator": "is", "value": "no"},
        {"question": str(uuid.uuid4()), "operator": "is"},
        {"question": str(uuid.uuid4()), "operator": "like", "value": "no"},
        {"question": str(uuid.uuid4()), "operator": ["is"], "value": "no"},
        {"question": str(uuid.uuid4()), "operator": "is", "value": 3},
        {"question": str(uuid.uuid4()), "operator": "is", "value": "no", "or": "yes"},
        {"question": {"sv": "x"}, "operator": "is", "value": "no"},
        {"question": str(uuid.uuid4()), "operator": "is", "value": "å" * 301},
    ],
    "kept_advice": [{"sv": "leading"}, {"sv": {"leading": "because"}}, {"sv": {"leading": {"why": "x"}}}, [1]],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, many in IMPOSSIBLE.items() for value in many])
def test_what_cannot_be_is_refused_and_nothing_is_stored(maria, draft, question, name, value):
    with pytest.raises(ValidationError):
        cast.change_question(question, **{name: value}, expected_revision=2, by=maria)
    with pytest.raises(ValidationError):
        building.add_question(draft, kind="yes_no", by=maria, **{name: value})
    draft.refresh_from_db()
    assert [row.texts for row in draft.questions.all()] == [{"sv": "Sov du gott?"}]
    assert (draft.revision, draft.changes.count()) == (2, 1)


@pytest.mark.parametrize(
    "values",
    [{"languages": []}, {"languages": ["sv", "sv"]}, {"languages": "sv"}, {"languages": [{}]}, {"title": {"sv": 1}}],
)
def test_languages_and_headings_that_cannot_be_are_refused(maria, draft, values):
    with pytest.raises(ValidationError):
        building.change_version_texts(draft, expected_revision=1, by=maria, **values)


def test_odd_but_possible_words_are_kept_as_they_are(maria, question):
    words = "<script>alert(1)</script> 👩‍👩‍👧 \u202eתודה " + "å" * 10_000
    cast.change_question(question, texts={"sv": words}, expected_revision=2, by=maria)
    question.refresh_from_db()
    assert question.texts == {"sv": words}
