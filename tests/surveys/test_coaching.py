"""The coach sits beside Maria while she writes: it says why, shows how, and lets her decide."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.models import AuditEvent, Membership
from surveys import building, coaching
from surveys.coach_notes import halves
from surveys.drafts import undoing
from tests import cast
from tests.surveys.coaching_of import BLAMING, LEADING, now

BARRELS = {
    "sv": ("Sov du gott? Var frukosten god?", ("Sov du gott?", "Var frukosten god?")),
    "fi": ("Nukuitko hyvin? Oliko aamiainen hyvä?", ("Nukuitko hyvin?", "Oliko aamiainen hyvä?")),
    "en": ("Did you sleep well? Was the breakfast good?", ("Did you sleep well?", "Was the breakfast good?")),
}
WHY = "Personalen har själv bett om att få veta det."


@pytest.fixture
def draft(hotel, maria):
    return building.start_blank(hotel, name="Natten", languages=["sv", "fi", "en"], by=maria).draft


@pytest.fixture
def asked(draft, maria):
    """Asks one question, in these languages."""

    def ask(**texts):
        return building.add_question(draft, kind="yes_no", by=maria, texts=texts, prompt={}, if_no_we_will="Ringa.")

    return ask


def rules(notes):
    return [note.rule for note in notes.shown]


def texts_of(draft, language="sv"):
    return [row.texts.get(language) for row in draft.questions.all()]


@pytest.mark.parametrize("language", LEADING)
def test_a_note_says_why_in_the_readers_language_and_shows_how_in_the_questions(asked, language):
    question = asked(**LEADING)
    with override("sv"):
        notes = coaching.notes_of(question, language)
    [note] = notes.shown
    assert note.message == "Frågan styr mot ett visst svar. Ställ den så att ett nej är lika välkommet."
    assert (
        note.better
        == {
            "sv": "Hur blev du bemött?",
            "fi": "Miten tilaaminen sujui?",
            "en": "How did the visit feel to you?",
        }[language]
    )
    assert (note.rule, note.blocks, note.may_be_kept, notes.more) == ("leading", False, True, 0)


def test_a_good_question_is_left_alone(asked):
    for language, text in {"sv": "Sov du gott?", "fi": "Nukuitko hyvin?", "en": "Did you sleep well?"}.items():
        assert coaching.notes_of(asked(**{language: text}), language).shown == ()
    assert coaching.notes_of(asked(sv="  "), "sv").shown == ()


def test_at_most_two_notes_are_shown_and_what_blocks_comes_first(asked):
    question = asked(sv="Hur trevlig är alltid vår personal, och VILKEN medarbetare gjorde fel?")
    notes = coaching.notes_of(question, "sv")
    assert (notes.shown[0].rule, len(notes.shown), notes.more > 0) == ("staff_blame", 2, True)


def test_prompts_are_read_too_and_have_no_example(asked):
    question = asked(sv="Sov du gott?")
    notes = coaching.notes_of(question, "sv", prompts={"no": BLAMING})
    [note] = notes.shown
    assert (note.rule, note.place, note.better) == ("staff_blame", "In the room to say why, after a no", "")


def test_what_is_typed_is_read_instead_of_what_is_stored(asked):
    question = asked(sv=LEADING["sv"])
    assert rules(coaching.notes_of(question, "sv", text="Hur blev du bemött?")) == []
    assert rules(coaching.notes_of(question, "sv")) == ["leading"]


def test_an_insertion_is_read_as_the_customer_reads_it(asked):
    assert coaching.notes_of(asked(sv="{customer:first_name|Du}, sov du gott?"), "sv").shown == ()


def test_advice_is_put_aside_in_one_language_with_a_reason_and_heard_again(hotel, draft, asked, maria):
    question = asked(**LEADING)
    assert coaching.keep(question, language="sv", rule="leading", reason=" Vi  vill det. ", by=maria) is True
    notes = coaching.notes_of(now(question), "sv")
    assert (rules(notes), [(one.rule, one.reason, one.by) for one in notes.kept]) == (
        [],
        [("leading", "Vi vill det.", "Maria")],
    )
    assert rules(coaching.notes_of(now(question), "fi")) == ["leading"]
    event = AuditEvent.objects.for_organisation(hotel).last()
    assert (event.verb, event.by) == ("survey.advice_kept", maria)
    assert {name: event.detail[name] for name in ("rule", "language", "reason")} == {
        "rule": "leading",
        "language": "sv",
        "reason": "Vi vill det.",
    }
    assert coaching.take_back(question, language="sv", rule="leading", by=maria) is True
    assert coaching.take_back(question, language="sv", rule="leading", by=maria) is False
    assert rules(coaching.notes_of(now(question), "sv")) == ["leading"]
    assert AuditEvent.objects.for_organisation(hotel).last().verb == "survey.advice_taken_back"


def test_what_blocks_is_kept_only_with_a_reason_of_twenty_characters(draft, asked, maria):
    question = asked(sv=BLAMING)
    for reason in ("", "kort", " " * 40, "x" * 19):
        with pytest.raises(ValidationError, match="at least 20 characters"):
            coaching.keep(question, language="sv", rule="staff_blame", reason=reason, by=maria)
    assert coaching.keep(question, language="sv", rule="staff_blame", reason=WHY, by=maria) is True
    assert coaching.notes_of(now(question), "sv").shown == ()


def test_marketing_is_never_kept(asked, maria):
    question = asked(sv="Vill du ha 20 % rabatt på nästa köp?")
    [note] = coaching.notes_of(question, "sv", has_privacy=True).shown
    assert (note.rule, note.may_be_kept) == ("marketing", False)
    with pytest.raises(ValidationError, match="another way"):
        coaching.keep(question, language="sv", rule="marketing", reason=WHY, by=maria)


def test_sensitive_questions_are_kept_by_the_privacy_role_alone(hotel, asked, maria):
    question = asked(sv="Vad är ditt personnummer?")
    assert coaching.notes_of(question, "sv").shown[0].may_be_kept is False
    with pytest.raises(ValidationError, match="privacy role"):
        coaching.keep(question, language="sv", rule="sensitive_data", reason=WHY, by=maria)
    Membership.objects.filter(user=maria, organisation=hotel).update(privacy=True)
    assert coaching.notes_of(question, "sv", has_privacy=True).shown[0].may_be_kept is True
    with pytest.raises(ValidationError, match="at least 20"):
        coaching.keep(question, language="sv", rule="sensitive_data", reason="vi vet", by=maria)
    assert coaching.keep(question, language="sv", rule="sensitive_data", reason=WHY, by=maria) is True
    assert coaching.notes_of(now(question), "sv").shown == ()


@pytest.mark.parametrize("rule", ["leading", "", "no_such_rule", "__class__", "x" * 500])
def test_advice_that_was_not_given_cannot_be_kept(draft, asked, maria, rule):
    question = asked(sv="Sov du gott?")
    before = draft.revision
    assert coaching.keep(question, language="sv", rule=rule, reason=WHY, by=maria) is False
    assert coaching.keep(question, language="klingon", rule=rule, reason=WHY, by=maria) is False
    assert coaching.use_example(question, language="sv", rule=rule, by=maria) is False
    assert (now(question).kept_advice, now(question).version.revision) == ({}, before)


@pytest.mark.parametrize("language", BARRELS)
def test_two_things_become_two_questions_by_one_press(draft, asked, maria, language):
    text, (first, second) = BARRELS[language]
    other = {code: "Something else" for code in BARRELS if code != language}
    question = asked(**{language: text, **other})
    asked(sv="Sist")
    assert coaching.notes_of(question, language).shown[0].may_be_split is True
    key = uuid.uuid4()
    new = coaching.split_in_two(question, language=language, by=maria, key=key)
    again = coaching.split_in_two(question, language=language, by=maria, key=key)
    assert (texts_of(draft, language)[:2], again, draft.questions.count()) == ([first, second], new, 3)
    assert now(question).texts == {language: first, **other}
    assert (new.key, new.texts, new.kind, new.if_no_we_will) == (key, {language: second}, "yes_no", "Ringa.")


def test_words_after_a_yes_or_a_no_stay_with_the_first_of_two(draft, asked, maria):
    question = asked(sv=BARRELS["sv"][0])
    prompt = {"neutral": {"sv": "Berätta."}, "yes": {"sv": "Vad gjorde natten bra?"}, "no": {"sv": "Vad störde?"}}
    cast.change_question(question, prompt=prompt, expected_revision=now(question).version.revision, by=maria)
    new = coaching.split_in_two(now(question), language="sv", by=maria)
    assert (now(question).prompt, now(new).prompt) == (prompt, {"neutral": {"sv": "Berätta."}})


def test_a_page_from_before_that_is_pressed_once_more_splits_nothing_else(draft, asked, maria):
    key = uuid.uuid4()  # the page's, for whatever is new
    first, other = asked(sv=BARRELS["sv"][0]), asked(sv=BARRELS["sv"][0])
    new = coaching.split_in_two(first, language="sv", by=maria, key=key)
    assert coaching.split_in_two(other, language="sv", by=maria, key=key) == new
    assert now(other).texts == {"sv": BARRELS["sv"][0]}


def test_the_other_languages_are_taken_apart_too_where_they_can_be(draft, asked, maria):
    question = asked(**{language: text for language, (text, _both) in BARRELS.items()})
    new = coaching.split_in_two(question, language="sv", by=maria)
    assert now(question).texts == {language: first for language, (_text, (first, _second)) in BARRELS.items()}
    assert new.texts == {language: second for language, (_text, (_first, second)) in BARRELS.items()}


def test_splitting_and_the_example_are_undone_in_one_step(draft, asked, maria):
    text = BARRELS["sv"][0]
    question = asked(sv=text)
    coaching.split_in_two(question, language="sv", by=maria)
    assert undoing.what(undoing.undo(draft, by=maria)) == "Question split in two"
    assert texts_of(draft) == [text]
    undoing.redo(draft, by=maria)
    assert texts_of(draft) == list(BARRELS["sv"][1])
    cast.change_question(now(question), texts={"sv": LEADING["sv"]}, expected_revision=draft.revision, by=maria)
    draft.refresh_from_db()
    assert coaching.use_example(question, language="sv", rule="leading", by=maria) is True
    assert texts_of(draft)[0] == "Hur blev du bemött?"
    assert undoing.what(undoing.undo(draft, by=maria)) == "Example used"
    assert texts_of(draft)[0] == LEADING["sv"]


def test_kept_advice_is_undone_too(draft, asked, maria):
    question = asked(sv=LEADING["sv"])
    coaching.keep(question, language="sv", rule="leading", by=maria)
    draft.refresh_from_db()
    undoing.undo(draft, by=maria)
    assert rules(coaching.notes_of(now(question), "sv")) == ["leading"]


def test_an_insertion_is_not_torn_apart():
    text = "Du sa {answer:3fa9c2|bra? Dåligt}. Sov du? Åt du?"
    split = halves(text, "sv")
    assert split is None or "{answer:3fa9c2|bra? Dåligt}" in " ".join(split)


def test_a_question_that_is_gone_is_left_alone(draft, asked, maria):
    question = asked(sv=BARRELS["sv"][0])
    building.remove_question(question, by=maria)
    assert coaching.split_in_two(question, language="sv", by=maria) is None
    assert coaching.keep(question, language="sv", rule="leading", by=maria) is False
    assert coaching.take_back(question, language="sv", rule="leading", by=maria) is False
