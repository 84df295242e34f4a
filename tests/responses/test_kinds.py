"""All eleven kinds of question, from the customer's page to the colleague's: typed as what they are, shown in words."""

import re
from datetime import date
from decimal import Decimal

import pytest

from responses import expiring, reading, submitting
from responses.models import Answer, Response
from surveys import question_kinds
from tests import cast
from tests.responses.conftest import hidden, published, statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_one_page")]
KINDS = [kind for kind, _name in question_kinds.CHOICES]
STORED = ("value_choice", "value_number", "value_choices", "value_decimal", "value_date", "value_text", "value_steps")


@pytest.fixture
def everything(hotel, carl):
    """A survey with one question of each kind, and Carl's link to it: (link, the questions by kind)."""
    survey, asked = published(hotel, *({"kind": kind} for kind in KINDS))
    invitation = cast.invitation(survey, carl)
    return f"/a/{invitation.token}/", {question.kind: question for question in asked}


def posted(page, asked, **answers) -> dict:
    """A browser's form for this page: kind=value, words_kind=words, critical_incident=(one, two, three)."""
    form = hidden(page)
    for name, told in answers.items():
        kind = name.removeprefix("words_")
        key = asked[kind].key
        if kind == question_kinds.ONE_TIME:
            form |= {f"w-{key}-{step}": words for step, words in zip(question_kinds.STEPS, told, strict=True)}
        elif name.startswith("words_") or kind in {question_kinds.OPEN_TEXT, question_kinds.SHORT_TEXT}:
            form[f"w-{key}"] = told
        else:
            form[f"q-{key}"] = told
    return form


WRITTEN = {"open_text", "short_text", "number", "date", "critical_incident"}
ANSWERS = {
    "yes_no": "no",
    "words_yes_no": "Fläkten tjöt.",
    "open_text": "Hon log.",
    "critical_incident": ("Nyckeln gick sönder.", "Hon suckade.", "Vi sov i bilen."),
    "single_choice": "bus",
    "multiple_choice": ["foot", "bus"],
    "words_multiple_choice": "Det var långt.",
    "scale_0_10": "7",
    "scale_1_5": "2",
    "nps": "0",
    "short_text": "Rum 14",
    "number": "1,5",
    "date": "2026-03-02",
}
AS_STORED = {
    "yes_no": ("no", None, None, None, None, "", None),
    "open_text": ("", None, None, None, None, "Hon log.", None),
    "critical_incident": (
        *("", None, None, None, None, "Nyckeln gick sönder.\n\nHon suckade.\n\nVi sov i bilen."),
        {"happened": "Nyckeln gick sönder.", "met": "Hon suckade.", "led_to": "Vi sov i bilen."},
    ),
    "single_choice": ("bus", None, None, None, None, "", None),
    "multiple_choice": ("", None, ["bus", "foot"], None, None, "", None),
    "scale_0_10": ("", 7, None, None, None, "", None),
    "scale_1_5": ("", 2, None, None, None, "", None),
    "nps": ("", 0, None, None, None, "", None),
    "short_text": ("", None, None, None, None, "Rum 14", None),
    "number": ("", None, None, Decimal("1.5"), None, "", None),
    "date": ("", None, None, None, date(2026, 3, 2), "", None),
}


@pytest.fixture
def answered(client, everything):
    link, asked = everything
    sent = client.post(link, posted(client.get(link), asked, **ANSWERS))
    assert sent.status_code == 303
    return Response.objects.get()


def test_each_kind_is_stored_as_what_it_is(answered):
    assert set(AS_STORED) == set(KINDS)
    stored = {answer.question.kind: answer for answer in answered.answers.select_related("question")}
    assert {kind: tuple(getattr(answer, name) for name in STORED) for kind, answer in stored.items()} == AS_STORED
    assert {kind: answer.motivation for kind, answer in stored.items() if answer.motivation} == {
        "yes_no": "Fläkten tjöt.",
        "multiple_choice": "Det var långt.",
    }


def test_looking_and_answering_take_few_statements(client, everything):
    link, asked = everything
    client.get(link)
    with statements(1):
        page = client.get(link)
    with statements(5):
        client.post(link, posted(page, asked, **ANSWERS))


def test_what_was_sent_is_shown_again_and_a_change_replaces_it(client, everything, answered):
    link, asked = everything
    shown = client.post(f"{link}earlier/", {"language": "sv"})
    html = shown.content.decode()
    assert re.findall(r'value="(\w+)" id="[^"]*" checked', html) == ["no", "bus", "bus", "foot", "7", "2", "0"]
    assert re.findall(r'<input class="line line-[^>]* value="([^"]*)"', html) == ["Rum 14", "1,5", "2026-03-02"]
    assert re.findall(r"<textarea[^>]*>\n([^<]*)<", html) == [
        *("Fläkten tjöt.", "Hon log.", "Nyckeln gick sönder.", "Hon suckade.", "Vi sov i bilen."),
        *("", "Det var långt.", "", "", ""),
    ]
    same = client.post(link, posted(shown, asked, **ANSWERS) | {"form": "00000000-0000-0000-0000-000000000009"})
    assert (same.status_code, Response.objects.get().revision) == (303, 1)
    rows = set(answered.answers.values_list("pk", flat=True))
    changed = client.post(link, posted(shown, asked, number="2 500,25", multiple_choice=["car"]))
    answered.refresh_from_db()
    assert (changed.status_code, answered.revision) == (303, 2)
    assert set(answered.answers.values_list("pk", flat=True)) == rows
    left = [(value.key, value.decimal, value.choices) for value in submitting.values_of(answered)]
    assert sorted(left) == sorted(
        [(asked["number"].key, Decimal("2500.25"), ()), (asked["multiple_choice"].key, None, ("car",))]
    )


def test_a_colleague_reads_each_kind_in_words(answered):
    rows = {row.kind: row for row in reading.rows_of(answered, "en")}
    assert {kind: row.value_label for kind, row in rows.items() if row.value_label} == {
        "yes_no": "No",
        "single_choice": "Bus",
        "multiple_choice": "Bus, On foot",
        "scale_0_10": "7 of 10",
        "scale_1_5": "2 of 5",
        "nps": "0 of 10",
        "number": "1.5",
        "date": "2\u00a0March 2026",
    }
    assert rows["short_text"].words_masked == "Rum 14"
    assert rows["critical_incident"].steps == (
        ("What happened?", "Nyckeln gick sönder."),
        ("How were you met?", "Hon suckade."),
        ("What did it lead to?", "Vi sov i bilen."),
    )


def test_the_pages_of_colleagues_show_them(logged_in, maria, answered, django_assert_max_num_queries):
    client = logged_in(maria)
    listed = client.get(f"/surveys/{answered.survey_id}/answers/").content.decode()
    whole = client.get(f"/answers/{answered.pk}/").content.decode()
    for page in (listed, whole):
        assert [words for words in ("Bus, On foot", "7 of 10", "2 of 5", "1.5", "Rum 14") if words not in page] == []
    assert whole.index("What happened?") < whole.index("Nyckeln gick sönder.") < whole.index("How were you met?")


def test_words_of_every_kind_are_found_by_searching(logged_in, maria, answered):
    client = logged_in(maria)
    for text in ("fläkten", "log", "nyckeln", "suckade", "bilen", "långt", "rum 14"):
        page = client.get(f"/surveys/{answered.survey_id}/answers/", {"text": text})
        assert [one.response.pk for one in page.context["page"].rows] == [answered.pk], text


def test_answers_are_filtered_by_a_question_of_any_kind(logged_in, maria, everything, answered, client):
    link, asked = everything
    colleague, address = logged_in(maria), f"/surveys/{answered.survey_id}/answers/"

    def found() -> list[str]:
        pages = {kind: colleague.get(address, {"question": str(asked[kind].key)}) for kind in KINDS}
        return [kind for kind, page in pages.items() if page.context["page"].rows]

    assert found() == KINDS
    shown = client.post(f"{link}earlier/", {"language": "sv"})
    client.post(link, posted(shown, asked, number="3"))
    assert found() == ["number"]


def test_names_and_numbers_are_masked_in_every_kind(client, everything):
    link, asked = everything
    told = {
        "critical_incident": ("Ring 070-123 45 67", "Anna i kassan suckade", ""),
        "short_text": "070-123 45 67",
        "number": "701234567",
        "words_nps": "Anna i kassan var så fin",
    }
    client.post(link, posted(client.get(link), asked, nps="9", **told))
    rows = {row.kind: row for row in reading.rows_of(Response.objects.get(), "en")}
    assert [words for _label, words in rows["critical_incident"].steps] == ["Ring [telefon]", "[namn] i kassan suckade"]
    assert rows["short_text"].words_masked == "[telefon]"
    assert (rows["number"].value_label, rows["number"].words_masked) == ("", "[telefon]")
    assert rows["nps"].words_masked == "[namn] i kassan var så fin"
    assert "070" not in Response.objects.get().search_text


def test_words_go_when_their_time_is_up_and_what_was_chosen_stays(answered):
    Response.objects.update(submitted_at=answered.submitted_at.replace(year=2020))
    assert expiring.remove_words() == 1
    assert Answer.objects.exclude(value_text="", motivation="").count() == 0
    assert Answer.objects.exclude(value_steps__isnull=True).count() == 0
    left = {row.kind: row.value_label for row in reading.rows_of(Response.objects.get(), "en")}
    assert sorted(left) == sorted(set(KINDS) - {"open_text", "short_text", "critical_incident"})


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("yes_no", "maybe", "This is not one of the answers. Please choose again."),
        ("single_choice", "boat", "This is not one of the answers. Please choose again."),
        ("multiple_choice", ["bus", "boat"], "This is not one of the answers. Please choose again."),
        ("scale_0_10", "11", "This is not one of the answers. Please choose again."),
        ("scale_1_5", "0", "This is not one of the answers. Please choose again."),
        ("nps", "-1", "This is not one of the answers. Please choose again."),
        ("number", "tre", "We could not read this as a number."),
        ("number", "9" * 30, "This number is longer than we can keep."),
        ("date", "31/2 2026", "We could not read this as a date."),
        ("date", "0026-03-02", "Please look at the year once more."),
        ("short_text", "x" * 201, "Please shorten it to 200 characters; now it is 201."),
        ("critical_incident", ("x" * 2500, "y" * 2500, ""), "Please shorten it to 5000 characters; now it is 5002."),
    ],
)
def test_what_does_not_fit_is_said_kindly_and_kept(client, everything, kind, answer, words):
    link, asked = everything
    told = {"open_text": "Hon log.", "short_text": "Rum 14", "number": "12", "date": "2026-03-02"} | {kind: answer}
    page = client.post(link, posted(client.get(link, {"language": "en"}), asked, **told))
    html = page.content.decode()
    assert (page.status_code, Response.objects.count()) == (422, 0)
    assert html.count(words) == 2  # first of all, and at the question
    [target] = re.findall(r'<li><a href="#([^"]+)">', html)
    assert f'id="{target}"' in html
    for text in [told[kind] for kind in told.keys() & WRITTEN]:
        assert [part for part in ([text] if isinstance(text, str) else text) if part not in html] == []


@pytest.mark.parametrize(("language", "typed", "number"), [("sv", "1.500", "1500"), ("en", "1.500", "1.5")])
def test_a_number_is_read_in_the_language_of_its_page(client, everything, language, typed, number):
    link, asked = everything
    page = client.get(link, {"language": language})
    client.post(link, posted(page, asked, number=typed))
    assert Answer.objects.get().value_decimal == Decimal(number)


def test_a_number_half_way_through_a_switch_stays_the_same_number(client, everything):
    link, asked = everything
    swedish = client.get(link, {"language": "sv"})
    english = client.post(link, posted(swedish, asked, number="1,500") | {"switch": "en"})
    [typed] = re.findall(r'class="line line-number"[^>]* value="([^"]*)"', english.content.decode())
    client.post(link, posted(english, asked, number=typed))
    assert Answer.objects.get().value_decimal == Decimal("1.5")


def test_hundred_thousand_characters_in_every_field(client, everything):
    link, asked = everything
    long = "Så här var det. " * 800
    told = dict.fromkeys(("short_text", "number", "date", "open_text", "single_choice", "yes_no", "nps"), long)
    page = client.post(link, posted(client.get(link), asked, **told, critical_incident=(long, long, long)))
    assert (page.status_code, Response.objects.count()) == (422, 0)
    assert page.content.decode().count(long.strip()) == 7


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 }}", "\u202e🏔️ שלום"]
)
def test_hostile_words_are_words_in_every_kind(client, everything, logged_in, maria, evil):
    link, asked = everything
    told = {"open_text": evil, "critical_incident": (evil, evil, evil), "short_text": evil, "words_nps": evil}
    refused = client.post(link, posted(client.get(link), asked, number=evil, date=evil, **told))
    assert refused.status_code == 422
    client.post(link, posted(client.get(link), asked, nps="3", **told))
    response = Response.objects.get()
    pages = [refused, logged_in(maria).get(f"/surveys/{response.survey_id}/answers/")]
    for page in pages:
        assert re.findall(r"<script>alert|<img src=x", page.content.decode()) == []
    assert response.answers.get(question=asked["short_text"]).value_text == evil
