"""Earlier answers and the customer's name in a text."""

import uuid

import pytest

from surveys.inserting import ANSWER, CUSTOMER, LONGEST, Insertion, code_for, codes_in, fill, find, sample

KEY = uuid.UUID("3fa9c2d4-0000-4000-8000-000000000000")
CARL = {"first_name": "Carl", "unit": "Norra huset"}


def test_a_text_without_insertions_stays_as_it_is():
    for text in ("", "Sov du gott?", " {} { customer:unit } {answer} {a|b} ", "50 % {"):
        assert (fill(text, customer=CARL), find(text)) == (text.strip() if "{" in text else text, [])


def test_a_question_is_named_by_six_digits_of_its_key():
    assert (code_for(KEY), code_for(str(KEY)), code_for(KEY.hex)) == ("3fa9c2",) * 3


def test_insertions_are_found_in_order_with_their_places():
    text = "Hej {customer:first_name|du}! Du sa {answer:3FA9C2| ingenting }."
    name, answer = find(text)
    assert (name, text[name.start : name.end]) == (
        Insertion(CUSTOMER, "first_name", "du", 4, 28),
        "{customer:first_name|du}",
    )
    assert (answer.kind, answer.name, answer.fallback) == (ANSWER, "3fa9c2", "ingenting")
    assert codes_in([text, "Sov du gott?", "{answer:000000}"]) == {"3fa9c2", "000000"}


def test_what_is_known_is_inserted():
    text = "Hej {customer:first_name|du}! Du sa {answer:3fa9c2|något} om {customer:unit|oss}."
    assert fill(text, answers={"3fa9c2": "Nej"}, customer=CARL) == "Hej Carl! Du sa Nej om Norra huset."


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hej {customer:first_name|du}!", "Hej du!"),
        ("Hej {customer:first_name}!", "Hej!"),
        ("Hej {customer:first_name|}!", "Hej!"),
        ("{customer:first_name} Hur var det?", "Hur var det?"),
        ("Du sa {answer:3fa9c2|något annat}.", "Du sa något annat."),
        ("Du är {customer:age|hemlig}.", "Du är hemlig."),
        ("Du sa {answer:|inget}.", "Du sa inget."),
        ("Du sa {answer:not-a-code|inget}{customer:unit}.", "Du sa inget."),
    ],
)
def test_where_nothing_is_known_the_texts_own_words_stand(text, filled):
    assert fill(text) == filled
    assert fill(text, answers={"3fa9c2": " "}, customer={"first_name": "", "unit": "\u202e"}) == filled


def test_what_was_answered_is_never_read_for_insertions():
    text = "Du sa {answer:3fa9c2|x} och {customer:first_name|y}."
    assert fill(text, answers={"3fa9c2": "{customer:first_name|z}"}, customer={"first_name": "{answer:3fa9c2}"}) == (
        "Du sa {customer:first_name|z} och {answer:3fa9c2}."
    )


@pytest.mark.parametrize(
    ("said", "inserted"),
    [
        ("två\nrader\t och   mellanrum", "två rader och mellanrum"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # escaped by the template, as all words are
        ("vänd \u202eom\u2066 allt\x00\x1b", "vänd om allt"),
        ("👩‍🔧 שלום", "👩‍🔧 שלום"),
        ("a" * 80, "a" * 80),
        ("a" * 10_000, "a" * 79 + "…"),
        (f"{'ord ' * 19}och så vidare", f"{'ord ' * 19}och…"),
    ],
)
def test_an_inserted_answer_is_one_short_line_of_plain_text(said, inserted):
    assert fill("{answer:3fa9c2}", answers={"3fa9c2": said}) == inserted
    assert len(inserted) <= LONGEST


def test_an_example_shows_where_something_will_stand():
    text = "Hej {customer:first_name|du}, du sa {answer:3fa9c2} och {answer:111111|inget}."
    assert sample(text) == "Hej du, du sa … och inget."
    assert sample(text, answer="[svaret]", customer=CARL) == "Hej Carl, du sa [svaret] och inget."


def test_ten_thousand_braces_are_no_work():
    text = "{answer:" * 10_000
    assert (fill(text), find(text)) == (text, [])
