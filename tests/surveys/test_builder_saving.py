"""Saving along the way, and two people in one draft: nothing typed is lost, and the later one can choose."""

import pytest

from surveys import building, publishing
from surveys.builder import saving_drafts
from tests import cast
from tests.surveys.builder_posts import control, texts, typed, url


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def questions(survey):
    return list(survey.draft.questions.all())


def send(client, survey, revision=None, **controls):
    """The few controls that were changed, as js/builder-saving.js sends them."""
    revision = survey.draft.revision if revision is None else revision
    return client.post(url(survey, "saving"), {"revision": revision, "language": "sv", **controls}).json()


def test_a_changed_control_is_stored_and_everything_else_stays(client, survey, questions):
    first = questions[0]
    told = send(client, survey, **{control(first, "text"): "Vilade du?"})
    assert (told["state"], told["revision"], told["conflicts"], told["errors"]) == ("saved", 2, [], [])
    assert (told["can_undo"], told["can_redo"]) == (True, False)
    assert told["keys"] == [question.key.hex for question in questions]
    assert texts(survey) == ["Vilade du?", "Hur blev du bemött?"]
    first.refresh_from_db()
    assert (first.prompt, survey.draft.title["sv"]) == ({"neutral": {"sv": "Why?", "en": "Why?"}}, "Din natt hos oss")


def test_a_tick_is_taken_away_by_its_empty_value_only(client, survey, questions):
    first = questions[0]
    send(client, survey, **{control(first, "required"): ["", "on"]})
    first.refresh_from_db()
    assert first.required
    send(client, survey, **{control(first, "text"): "Vilade du?"})
    first.refresh_from_db()
    assert first.required
    send(client, survey, **{control(first, "required"): ""})
    first.refresh_from_db()
    assert not first.required


def test_nothing_sent_tells_how_it_stands(client, survey, agnes, questions):
    assert send(client, survey)["fresh"] == {}
    cast.change_question(questions[0], texts={"sv": "Agnes ord"}, expected_revision=1, by=agnes)
    told = send(client, survey, revision=1)
    assert (told["state"], told["revision"]) == ("saved", 2)
    assert told["fresh"][f"id_{control(questions[0], 'text')}"] == "Agnes ord"
    assert f"id_{control(questions[1], 'text')}" not in told["fresh"]


def test_what_both_changed_waits_and_the_rest_is_stored(client, survey, agnes, questions):
    first, second = questions
    cast.change_question(first, texts={**first.texts, "sv": "Agnes ord"}, expected_revision=1, by=agnes)
    told = send(client, survey, revision=1, **{control(first, "text"): "Marias", control(second, "text"): "Hennes"})
    name = control(first, "text")
    assert told["state"] == "conflict"
    assert told["conflicts"] == [{"id": f"id_{name}", "name": name, "theirs": "Agnes ord"}]
    assert texts(survey) == ["Agnes ord", "Hennes"]
    assert send(client, survey, **{name: "Marias"})["state"] == "saved"  # knowing theirs, one's own may stay
    assert texts(survey) == ["Marias", "Hennes"]


def test_words_for_a_question_that_is_gone_are_told(client, survey, agnes, questions):
    building.remove_question(questions[0], by=agnes)
    told = send(client, survey, revision=1, **{control(questions[0], "text"): "Marias ord"})
    assert [one["theirs"] for one in told["conflicts"]] == ["(the question was removed)"]


def test_words_too_long_are_told_about_and_the_rest_is_stored(client, survey, questions):
    first, second = questions
    told = send(client, survey, **{control(first, "text"): "å" * 10_000, control(second, "text"): "Hennes"})
    words = "This is 10000 characters long, and 300 fit. Shorten it a little."
    assert (told["state"], told["errors"]) == ("refused", [{"id": f"id_{control(first, 'text')}", "words": words}])
    assert texts(survey) == ["Sov du gott?", "Hennes"]


def test_saving_what_was_published_meanwhile_says_so(client, survey, agnes, questions):
    survey = cast.published_survey(survey.organisation, name="Frukosten")
    answer = client.post(url(survey, "saving"), {"revision": 1, "survey-title": "Nytt"})
    assert answer.json() == {"state": "published"}
    assert survey.published_version.title["sv"] == "Din natt hos oss"


@pytest.mark.parametrize("sent", [{"revision": "x"}, {"revision": "9" * 40}, {"language": "\0"}, {"q--text": "?"}])
def test_nonsense_is_saved_nowhere(client, survey, sent):
    assert client.post(url(survey, "saving"), sent).status_code == 200
    assert texts(survey) == ["Sov du gott?", "Hur blev du bemött?"]


@pytest.fixture
def undecided(client, survey, agnes, questions):
    """Both have changed both questions; Maria's page has come back to her."""
    sent = typed(survey, q0_text="Marias ett", q1_text="Marias två")
    for number, question in enumerate(questions, start=1):
        changed = {**question.texts, "sv": f"Agnes {number}"}
        cast.change_question(question, texts=changed, expected_revision=number, by=agnes)
    answer = client.post(url(survey), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Marias ett</textarea>" in page and '<p class="theirs-words">Agnes 1</p>' in page
    return sent | {"revision": 3, "conflict": [control(question, "text") for question in questions]}


def test_without_script_one_chooses_text_by_text(client, survey, questions, undecided):
    first, second = questions
    answer = client.post(url(survey), undecided | {"do": f"take:{control(first, 'text')}"})
    page = answer.content.decode()
    assert (answer.status_code, page.count("data-conflict=")) == (409, 1)
    assert "Agnes 1</textarea>" in page and "Marias två</textarea>" in page
    del undecided[control(first, "text")]
    undecided["conflict"] = [control(second, "text")]
    answer = client.post(url(survey), undecided | {"do": f"keep:{control(second, 'text')}"})
    assert (answer.status_code, texts(survey)) == (302, ["Agnes 1", "Marias två"])


def test_saving_again_keeps_ones_own_words_everywhere(client, survey, undecided):
    assert client.post(url(survey), undecided | {"do": "save"}).status_code == 302
    assert texts(survey) == ["Marias ett", "Marias två"]


def test_another_press_waits_until_one_has_chosen(client, survey, undecided):
    answer = client.post(url(survey), undecided | {"do": "add:yes_no"})
    assert (answer.status_code, texts(survey)) == (409, ["Agnes 1", "Agnes 2"])


def test_what_others_wrote_elsewhere_stays(client, survey, agnes, questions):
    first, second = questions
    sent = typed(survey, q0_text="Marias ord")
    cast.change_question(second, texts={**second.texts, "sv": "Agnes ord"}, expected_revision=1, by=agnes)
    building.change_version_texts(survey.draft, title={"sv": "Agnes rubrik"}, expected_revision=2, by=agnes)
    assert client.post(url(survey), sent).status_code == 302
    assert (texts(survey), survey.draft.title["sv"]) == (["Marias ord", "Agnes ord"], "Agnes rubrik")


def test_an_order_after_somebody_elses_keeps_both_moves(client, survey, maria, agnes, questions):
    third = building.add_question(survey.draft, kind="yes_no", by=maria)
    first, second = questions
    seen = [one.key.hex for one in (first, second, third)]
    building.move_question(third, to=0, by=agnes)
    client.post(url(survey, "order"), {"order": [second.key.hex, first.key.hex, third.key.hex], "seen": seen})
    order = [one.key for one in survey.draft.questions.all()]
    assert order.index(second.key) < order.index(first.key)
    assert order.index(third.key) < order.index(first.key)


def test_a_draft_published_between_reading_and_saving_says_so(client, survey, monkeypatch):
    stale = survey.draft
    publishing.publish(cast.walk(survey).draft, by=None)
    monkeypatch.setattr(type(survey), "draft", stale)
    assert send(client, survey, revision=1, **{"survey-title": "Nytt"}) == {"state": "published"}


@pytest.mark.parametrize("is_saved", [False, True], ids=["just before", "just after"])
def test_a_first_version_that_is_published_in_the_same_moment_loses_no_words(
    client, survey, questions, agnes, monkeypatch, is_saved
):
    cast.walk(survey)
    store = saving_drafts.save

    def save(page, **more):
        saved = store(page, **more) if is_saved else None
        publishing.publish(survey.draft, by=agnes)
        return saved or store(page, **more)

    monkeypatch.setattr(saving_drafts, "save", save)
    words = {control(questions[0], "text"): "Marias ord", "revision": survey.draft.revision, "language": "sv"}
    page = client.post(url(survey), words | {"do": "save"}, headers={"HX-Request": "true"})
    assert (page.status_code, "Marias ord" in page.content.decode()) == (200, True)
