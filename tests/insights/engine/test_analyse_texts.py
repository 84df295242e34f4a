"""The finer themes of `analyse_texts`: made where enough say the same, kept from file to file under their ids."""

import json
from itertools import count

import pytest
from django.core.management import CommandError, call_command

from insights.engine import placing, theming
from tests.insights.engine.test_vectors import with_sentences  # noqa: F401

CHARGED = [
    "The restaurant charged my card twice for the dinner.",
    "They charged my card twice for one dinner.",
    "My card was charged twice for the same dinner.",
    "The dinner was charged twice on my card.",
]
LATER = "My card was charged twice for our dinner."
ALONE = "The towels in the bathroom were dirty and smelled."
DEFAULT = "price_billing-negative"


@pytest.fixture
def analysed(tmp_path):
    """Runs the command on these texts; gives the rows it wrote."""
    number = count()

    def run(*texts, state=None):
        asked, out = tmp_path / "in.jsonl", tmp_path / f"out{next(number)}.jsonl"
        rows = [{"id": text, "text": text, "language": "en"} for text in texts]
        asked.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        kept = ["--state", state] if state else []
        call_command("analyse_texts", "--in", asked, "--out", out, *kept, verbosity=0)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    return run


def themes(rows):
    return [row["theme"] for row in rows]


def test_what_enough_people_say_is_a_theme_with_readable_words(analysed):
    found = analysed(*CHARGED, ALONE)
    assert themes(found) == [f"{DEFAULT}-1"] * 4 + ["environment-negative"]
    assert {unit["theme"] for row in found[:4] for unit in row["units"]} == {f"{DEFAULT}-1"}
    assert {row["theme_label"] for row in found[:4]} == {"Charged, dinner"}
    assert found[4]["theme_label"] == "Place and surroundings"


def test_what_too_few_say_stays_with_its_category(analysed):
    assert themes(analysed(*CHARGED[:3])) == [DEFAULT] * 3


def test_the_same_file_twice_gives_the_same_themes(analysed, tmp_path):
    assert analysed(*CHARGED, ALONE) == analysed(*CHARGED, ALONE)
    first = analysed(*CHARGED, ALONE, state=tmp_path / "state")
    kept = (tmp_path / "state" / placing.KEPT).read_bytes()
    assert analysed(*CHARGED, ALONE, state=tmp_path / "state") == first
    assert (tmp_path / "state" / placing.KEPT).read_bytes() == kept


def test_a_later_file_joins_the_themes_of_an_earlier_one(analysed, tmp_path):
    first = analysed(*CHARGED, state=tmp_path / "state")
    assert themes(analysed(LATER, ALONE, state=tmp_path / "state")) == [f"{DEFAULT}-1", "environment-negative"]
    assert analysed(*CHARGED, state=tmp_path / "state") == first
    assert placing.kept_in(tmp_path / "state").themes[f"{DEFAULT}-1"].count == 5


def test_what_was_left_helps_to_make_a_theme_and_is_told_as_before(analysed, tmp_path):
    assert themes(analysed(*CHARGED[:3], state=tmp_path / "state")) == [DEFAULT] * 3
    assert themes(analysed(CHARGED[3], LATER, state=tmp_path / "state")) == [f"{DEFAULT}-1"] * 2
    assert themes(analysed(*CHARGED[:3], state=tmp_path / "state")) == [DEFAULT] * 3


def test_themes_of_another_embedder_keep_their_ids_and_take_nothing_until_read_again(analysed, tmp_path, capsys):
    state = tmp_path / "state"
    analysed(*CHARGED, state=state)
    kept = json.loads((state / placing.KEPT).read_text(encoding="utf-8"))
    kept["embedder"] = kept["themes"][0]["embedder"] = "another"
    (state / placing.KEPT).write_text(json.dumps(kept), encoding="utf-8")
    assert themes(analysed(LATER, state=state)) == [DEFAULT]
    assert "made by another embedder" in capsys.readouterr().out
    assert themes(analysed(*CHARGED, "They charged the card twice for dinner.", state=state)) == [f"{DEFAULT}-1"] * 5


@pytest.mark.parametrize("written", ["{", "[]", '{"themes": [{"id": 5}]}'], ids=["no JSON", "a list", "no theme"])
def test_themes_that_cannot_be_read_are_named(analysed, tmp_path, written):
    (tmp_path / placing.KEPT).write_text(written, encoding="utf-8")
    with pytest.raises(CommandError, match=f"{placing.KEPT} cannot be read as themes. Put back an earlier copy"):
        analysed(ALONE, state=tmp_path)


def told(number, category, confidence):
    return placing.Told(f"{number}", f"{number}", CHARGED[number], "en", category, "negative", confidence)


def test_an_unsure_story_goes_with_the_surer_ones_and_a_sure_one_stays_in_its_kind():
    sure = [told(number, "price_billing", 0.9) for number in range(3)]
    unsure, other = told(3, "recovery", 0.3), told(3, "recovery", 0.9)
    found = placing.Places().place([*sure, unsure])
    assert [found[one.key].id for one in (*sure, unsure)] == [f"{DEFAULT}-1"] * 4
    assert placing.Places().place([*sure, other]) == {}


def test_on_average_a_middle_that_holds_together_is_nearer():
    tight, wide = theming.stored([0.9, 0.1]), theming.stored([0.3, 0.0])
    assert theming.nearest_on_average(theming.stored([1, 0]), [wide, tight]) == (1, pytest.approx(0.9, abs=0.001))
    assert theming.nearest_on_average(theming.stored([1, 0]), []) == (-1, 0.0)


@pytest.mark.usefixtures("with_sentences")
def test_with_sentences_a_theme_crosses_languages():
    texts = [("en", CHARGED[0]), ("sv", "Kortet drogs två gånger."), ("da", "Kortet blev trukket to gange.")]
    texts += [("nb", "Kortet ble trukket to ganger."), ("fi", "Kortilta veloitettiin kahdesti.")]
    stories = [placing.Told(text, text, text, language, "price_billing", "negative", 0.9) for language, text in texts]
    assert {theme.id for theme in placing.Places().place(stories).values()} == {f"{DEFAULT}-1"}
