"""Maria and Agnes build the same survey, each in a browser of her own."""

import uuid
from datetime import timedelta

import pytest

from common import clock
from surveys import building, offering, touchpoints
from surveys.drafts import merging, recording, undoing
from surveys.drafts.holding import LostUpdate
from surveys.models import Question


@pytest.fixture
def draft(hotel, maria):
    return building.start_blank(hotel, name="Natten", languages=["sv", "en"], by=maria).draft


@pytest.fixture
def night(draft, maria):
    texts = {"sv": "Sov du gott?", "en": "Did you sleep well?"}
    prompt = {"neutral": {"sv": "Varför?"}, "no": {"sv": "Vad störde?"}}
    return building.add_question(draft, kind="yes_no", by=maria, texts=texts, prompt=prompt)


@pytest.fixture
def breakfast(draft, night, maria):
    options = [{"key": "egg", "texts": {"sv": "Ägg"}}, {"key": "bread", "texts": {"sv": "Bröd"}}]
    return building.add_question(draft, kind="single_choice", by=maria, texts={"sv": "Vad åt du?"}, options=options)


def save(draft, *questions, by, seen, **texts):
    changes = {question.key: values for question, values in questions}
    return building.change_draft(draft, texts=texts, questions=changes, expected_revision=seen, by=by)


def stored(question):
    return Question.objects.get(pk=question.pk)


def conflicts_of(*arguments, **named):
    with pytest.raises(LostUpdate) as lost:
        save(*arguments, **named)
    return lost.value.conflicts


def test_what_each_wrote_in_a_place_of_her_own_is_kept(draft, night, breakfast, maria, agnes):
    seen = draft.revision
    save(draft, (night, {"texts": {**night.texts, "en": "Did you rest?"}}), by=agnes, seen=seen, title={"sv": "Natten"})
    saved = save(
        draft,
        (night, {"texts": {**night.texts, "sv": "Vilade du?"}, "prompt": night.prompt, "required": True}),
        (breakfast, {"texts": {"sv": "Vad åt du i dag?"}}),
        by=maria,
        seen=seen,
        intro={"sv": "Vi undrar."},
    )
    assert stored(night).texts == {"sv": "Vilade du?", "en": "Did you rest?"}
    assert (stored(night).required, stored(breakfast).texts) == (True, {"sv": "Vad åt du i dag?"})
    assert (saved.title, saved.intro["sv"], saved.revision) == ({"sv": "Natten"}, "Vi undrar.", seen + 2)


def test_the_same_text_written_by_both_is_told_and_nothing_of_the_later_is_stored(
    draft, night, breakfast, maria, agnes
):
    seen = draft.revision
    save(draft, (night, {"texts": {**night.texts, "sv": "Agnes ord"}}), by=agnes, seen=seen)
    mine = (night, {"texts": {**night.texts, "sv": "Marias ord", "en": "Maria's words"}, "required": True})
    other = (breakfast, {"texts": {"sv": "Åt du?"}})
    assert conflicts_of(draft, mine, other, by=maria, seen=seen) == {night.key.hex: ["texts/sv"]}
    assert stored(night).texts == {"sv": "Agnes ord", "en": "Did you sleep well?"}
    assert (stored(night).required, stored(breakfast).texts["sv"]) == (False, "Vad åt du?")
    save(draft, mine, other, by=maria, seen=seen + 1)
    assert stored(night).texts == {"sv": "Marias ord", "en": "Maria's words"}


def test_both_writing_the_same_words_is_no_conflict(draft, night, maria, agnes):
    seen = draft.revision
    for by in (agnes, maria):
        saved = save(draft, (night, {"texts": {"sv": "Vilade du?"}}), by=by, seen=seen, title={"sv": "Natten"})
    assert (saved.revision, stored(night).texts) == (seen + 1, {"sv": "Vilade du?"})


def test_a_whole_page_sent_unchanged_brings_nothing_old_back(draft, night, breakfast, maria, agnes):
    seen = draft.revision
    page = [(row, {name: getattr(row, name) for name in building.QUESTION_FIELDS}) for row in (night, breakfast)]
    own = {name: getattr(draft, name) for name in building.VERSION_FIELDS}
    save(draft, (night, {"texts": {}, "required": True}), by=agnes, seen=seen, title={}, languages=["sv", "fi"])
    saved = save(draft, *page, by=maria, seen=seen, **own)
    assert (stored(night).texts, stored(night).required, saved.title) == ({}, True, {})
    assert (saved.languages, saved.revision) == (["sv", "fi"], seen + 1)


def test_prompts_ends_and_answers_are_merged_word_by_word(draft, night, breakfast, maria, agnes):
    seen = draft.revision
    theirs = {**night.prompt, "no": {"sv": "Vad väckte dig?"}}
    save(draft, (night, {"prompt": theirs, "ends": {"low": {"sv": "Inte"}}}), by=agnes, seen=seen)
    save(
        draft,
        (breakfast, {"options": [{"key": "egg", "texts": {"sv": "Ett ägg"}}, breakfast.options[1]]}),
        by=agnes,
        seen=seen + 1,
    )
    mine = {**night.prompt, "neutral": {"sv": "Hur kom det sig?"}, "yes": {"sv": "Vad hjälpte?"}}
    options = [breakfast.options[0], {"key": "bread", "texts": {"sv": "Bröd", "en": "Bread"}}]
    save(
        draft,
        (night, {"prompt": mine, "ends": {"high": {"sv": "Helt"}}}),
        (breakfast, {"options": options}),
        by=maria,
        seen=seen,
    )
    assert stored(night).prompt == {
        "neutral": {"sv": "Hur kom det sig?"},
        "no": {"sv": "Vad väckte dig?"},
        "yes": {"sv": "Vad hjälpte?"},
    }
    assert stored(night).ends == {"low": {"sv": "Inte"}, "high": {"sv": "Helt"}}
    assert stored(breakfast).options == [
        {"key": "egg", "texts": {"sv": "Ett ägg"}},
        {"key": "bread", "texts": {"sv": "Bröd", "en": "Bread"}},
    ]


def test_two_who_add_an_answer_each_get_both_and_one_taken_away_stays_away(draft, breakfast, maria, agnes):
    seen = draft.revision
    tea = offering.add_option(breakfast, by=agnes)
    offering.remove_option(breakfast, key="bread", by=agnes)
    save(
        draft,
        (breakfast, {"options": [{"key": "milk", "texts": {"sv": "Mjölk"}}, *breakfast.options]}),
        by=maria,
        seen=seen,
    )
    assert [option["key"] for option in stored(breakfast).options] == ["milk", "egg", tea]


def test_words_in_an_answer_that_the_other_took_away_are_a_conflict(draft, breakfast, maria, agnes):
    seen = draft.revision
    offering.remove_option(breakfast, key="bread", by=agnes)
    mine = [breakfast.options[0], {"key": "bread", "texts": {"sv": "Rågbröd"}}]
    assert conflicts_of(draft, (breakfast, {"options": mine}), by=maria, seen=seen) == {
        breakfast.key.hex: ["options/bread/sv"]
    }


def test_languages_that_each_added_are_both_promised(draft, maria, agnes):
    save(draft, by=agnes, seen=1, languages=["sv", "fi", "en"])
    saved = save(draft, by=maria, seen=1, languages=["sv", "nb", "en"])
    assert saved.languages == ["sv", "nb", "fi", "en"]


def test_a_question_taken_away_is_missed_only_by_whoever_wrote_in_it(draft, night, breakfast, maria, agnes):
    seen = draft.revision
    building.remove_question(night, by=agnes)
    same = (night, {"texts": {"sv": "Sov du gott?"}})
    assert save(draft, same, by=maria, seen=seen).revision == seen + 1
    changed = (night, {"texts": {"sv": "Vilade du?"}})
    for lost in (changed, (night, {})):
        assert conflicts_of(draft, lost, by=maria, seen=seen) == {night.key.hex: ["gone"]}
    assert conflicts_of(draft, changed, by=maria, seen=seen + 1) == {night.key.hex: ["gone"]}


def test_a_question_that_came_back_is_merged_with_what_it_said_long_ago(draft, night, maria, agnes):
    seen = draft.revision
    building.remove_question(night, by=agnes)
    undoing.undo(draft, by=agnes)
    again = draft.questions.get()
    save(draft, (again, {"texts": {**night.texts, "fi": "Nukuitko hyvin?"}}), by=agnes, seen=draft.revision)
    save(draft, (again, {"texts": {**night.texts, "en": "Did you rest?"}}), by=maria, seen=seen)
    assert stored(again).texts == {"sv": "Sov du gott?", "en": "Did you rest?", "fi": "Nukuitko hyvin?"}


def test_what_was_undone_meanwhile_does_not_come_back_by_a_save(draft, night, maria, agnes):
    save(draft, (night, {"texts": {**night.texts, "sv": "Agnes ord"}}), by=agnes, seen=draft.revision)
    seen, page = draft.revision, stored(night).texts
    undoing.undo(draft, by=agnes)
    save(draft, (night, {"texts": {**page, "en": "Did you rest?"}}), by=maria, seen=seen)
    assert stored(night).texts == {"sv": "Sov du gott?", "en": "Did you rest?"}


@pytest.mark.parametrize("looked_at", [0, 1, 2])
def test_who_looked_while_somebody_was_typing_is_not_told_of_it(draft, night, maria, agnes, looked_at):
    seen = []
    for text in ("Vi", "Vila", "Vilade du?"):
        save(draft, (night, {"texts": {**night.texts, "sv": text}}), by=agnes, seen=draft.revision)
        seen.append((draft.revision, stored(night).texts))
    assert draft.changes.filter(verb="texts").count() == 1
    revision, texts = seen[looked_at]
    save(draft, (night, {"texts": {**texts, "en": "Rested?"}}), by=maria, seen=revision)
    assert stored(night).texts == {"sv": "Vilade du?", "en": "Rested?"}


def test_when_the_history_is_gone_what_differs_is_refused(draft, night, maria, agnes):
    seen = draft.revision
    save(draft, by=agnes, seen=seen, title={"sv": "Natten"})
    mine = (night, {"texts": night.texts, "required": True})
    for revision in (0, 1, -1, 999):
        assert conflicts_of(draft, mine, by=maria, seen=revision) == {night.key.hex: ["required"]}
    recording.forget(draft)
    assert conflicts_of(draft, mine, by=maria, seen=seen) == {night.key.hex: ["required"]}
    assert save(draft, (night, {"texts": night.texts}), by=maria, seen=0).revision == seen + 1


def test_a_history_cut_short_refuses_only_those_who_looked_before_it(draft, night, maria, agnes, monkeypatch):
    monkeypatch.setattr(recording, "MOST_CHANGES", 3)
    seen = draft.revision
    for number in range(4):
        save(draft, by=agnes, seen=draft.revision, title={"sv": f"Natten {number}"}, intro={"sv": f"Varför {number}"})
    assert draft.changes.count() == 3
    mine = (night, {"required": True})
    assert conflicts_of(draft, mine, by=maria, seen=seen) == {night.key.hex: ["required"]}
    assert save(draft, mine, by=maria, seen=seen + 1).revision == seen + 5


def test_a_moment_a_condition_and_kept_advice_are_one_piece_each(hotel, draft, night, breakfast, maria, agnes):
    seen = draft.revision
    condition = {"question": str(night.key), "operator": "is", "value": "no"}
    kept = {"sv": {"leading": {"reason": "Vi vet.", "by": "Agnes", "at": "2026-01-01"}}}
    theirs = {"touchpoint": touchpoints.named(hotel, {"sv": "Frukosten"}), "show_if": condition, "kept_advice": kept}
    save(draft, (breakfast, theirs), by=agnes, seen=seen)
    mine = {"en": {"jargon": {"reason": "They do say it.", "by": "Maria", "at": "2026-01-01"}}}
    save(
        draft,
        (breakfast, {"touchpoint": breakfast.touchpoint, "show_if": {}, "kept_advice": mine}),
        by=maria,
        seen=seen,
    )
    assert (stored(breakfast).touchpoint.names, stored(breakfast).show_if) == ({"sv": "Frukosten"}, condition)
    assert stored(breakfast).kept_advice == {**kept, **mine}
    other = {"show_if": {**condition, "value": "yes"}}
    assert conflicts_of(draft, (breakfast, other), by=maria, seen=seen) == {breakfast.key.hex: ["show_if"]}


def test_what_the_other_moved_stays_moved_by_a_later_drag(draft, maria, agnes):
    rows = [building.add_question(draft, kind="yes_no", by=maria, texts={"sv": text}) for text in "abcde"]
    seen = [row.key for row in rows]
    building.move_question(rows[4], to=0, by=agnes)
    dragged = [seen[1], seen[0], *seen[2:]]
    building.put_in_order(draft, keys=dragged, seen=seen, by=maria)
    assert [row.texts["sv"] for row in draft.questions.all()] == ["b", "e", "a", "c", "d"]


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged"),
    [
        ("abc", "abc", "cab", "cab"),
        ("abc", "cab", "abc", "cab"),
        ("abc", "abcx", "abyc", "abycx"),
        ("abc", "bc", "acb", "cb"),
        ("", "x", "y", "yx"),
        ("abc", "", "abcd", "d"),
        ("ab", "ab", "", ""),
        ("abc", "axbc", "", "x"),
    ],
)
def test_lists_take_what_either_added_took_away_and_moved(base, theirs, ours, merged):
    assert "".join(merging.merged_list(list(base), list(theirs), list(ours))) == merged


def test_late_words_of_the_same_person_are_a_change_of_their_own(draft, night, maria):
    now = clock.now()
    for seconds in (0, 20, 31):
        with clock.at(now + timedelta(seconds=seconds)):
            save(draft, (night, {"texts": {**night.texts, "sv": f"Efter {seconds}"}}), by=maria, seen=draft.revision)
    told = [list(change.after["questions"].values()) for change in draft.changes.filter(verb="texts")]
    assert told == [[{"texts/sv": "Efter 20"}], [{"texts/sv": "Efter 31"}]]


def test_an_unknown_question_is_a_conflict_and_not_an_error(draft, maria):
    stranger = Question(key=uuid.uuid4())
    assert conflicts_of(draft, (stranger, {"texts": {"sv": "?"}}), by=maria, seen=1) == {stranger.key.hex: ["gone"]}
