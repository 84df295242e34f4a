"""What the builder's page says after a press: the notice with its own way back, and words where they belong."""

import re

import pytest

from tests import cast
from tests.surveys.builder_posts import control, keys, texts, typed, url


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def way_back(page: str) -> str:
    return re.search(r'id="undo-removal" name="do" value="([^"]+)"', page)[1]


def test_the_way_back_in_a_notice_takes_back_what_the_notice_speaks_of(client, survey):
    first, second = survey.draft.questions.all()
    page = client.post(url(survey), typed(survey, do=f"remove:{first.key.hex}"), headers={"HX-Request": "true"})
    do = way_back(page.content.decode())
    written = {"revision": survey.draft.revision, "language": "sv", control(second, "text"): "Skrivet efteråt?"}
    assert client.post(url(survey, "saving"), written).json()["state"] == "saved"
    client.post(url(survey), {"revision": survey.draft.revision, "language": "sv", "do": do})
    assert texts(survey) == ["Sov du gott?", "Skrivet efteråt?"]


def test_the_way_back_without_script_is_the_same_after_a_reload(client, survey):
    first = keys(survey)[0]
    answer = client.post(url(survey), typed(survey, do=f"remove:{first}"))
    removal = survey.draft.changes.last().number
    client.post(url(survey), typed(survey, q0_text="Skrivet efteråt?"))
    assert way_back(client.get(answer["Location"]).content.decode()) == f"undo:{removal}"


def test_a_notices_way_back_pressed_twice_takes_back_nothing_else(client, survey):
    first = keys(survey)[0]
    page = client.post(url(survey), typed(survey, do=f"remove:{first}"), headers={"HX-Request": "true"})
    do = way_back(page.content.decode())
    for _time in range(2):
        client.post(url(survey), {"revision": survey.draft.revision, "language": "sv", "do": do})
    assert texts(survey) == ["Sov du gott?", "Hur blev du bemött?"]


def test_a_reason_that_is_not_enough_is_told_at_its_field_and_stays(client, survey):
    first = survey.draft.questions.first()
    reason, about = f"reason-{first.key.hex}-staff_blame", f"{first.key.hex}:staff_blame"
    sent = typed(survey, q0_text="Vilken medarbetare gjorde fel?", do=f"keep-anyway:{about}") | {reason: "Därför."}
    answer = client.post(url(survey), sent)
    page = answer.content.decode()
    field = page[page.index(f'id="coach-{first.key.hex}-staff_blame-reason"') :]
    field = field[: field.index("</textarea>")]
    assert (answer.status_code, len(answer.context["messages"])) == (422, 0)
    assert 'aria-invalid="true" autofocus' in field and field.endswith(">Därför.")
    assert f'aria-describedby="coach-{first.key.hex}-staff_blame-refused coach-' in field


def test_keeping_in_the_bank_is_seen_where_nothing_else_shows_it(client, survey):
    sent = typed(survey, do=f"to-bank:{keys(survey)[0]}")
    page = client.post(url(survey), sent, headers={"HX-Request": "true"}).content.decode()
    toast = page[page.index('data-hx-swap-oob="beforeend:#messages"') :]
    assert "Kept in the question bank." in toast[: toast.index("</div>")]
