"""Corrections and ratings are learned from, kept, and read back; a bad line is named."""

import json

import pytest
from django.core.management import CommandError, call_command

from insights.engine import analyse, filing


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def findings(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


CORRECTION = {
    "text": "The kombucha tap gurgled.",
    "language": "en",
    "incident": True,
    "category": "technology",
    "polarity": "negative",
}


def test_a_correction_is_obeyed_and_remembered(tmp_path):
    asked = write(tmp_path / "in.jsonl", {"id": 7, "text": CORRECTION["text"], "language": "en"})
    train = write(tmp_path / "train.jsonl", CORRECTION)
    out, state = tmp_path / "out.jsonl", tmp_path / "state"
    call_command("analyse_texts", "--in", asked, "--out", out, "--train", train, "--state", state, verbosity=0)
    taught = findings(out)
    call_command("analyse_texts", "--in", asked, "--out", out, "--state", state, verbosity=0)
    assert findings(out) == taught
    assert (taught[0]["id"], taught[0]["category"], taught[0]["theme"]) == (7, "technology", "technology-negative")
    assert taught[0]["theme_label"] == "Technology"


def test_a_row_says_what_was_found_and_keeps_its_place(tmp_path):
    text = "Hon fräste åt min mamma inför alla."
    asked = write(tmp_path / "in.jsonl", {"id": "a", "text": text, "language": "sv"}, {"id": None, "text": ""})
    out = tmp_path / "out.jsonl"
    call_command("analyse_texts", "--in", asked, "--out", out, verbosity=0)
    first, second = findings(out)
    assert first == filing.verdict("a", analyse(text, language="sv"))
    assert set(first) == {
        *("id", "language", "incident", "polarity", "severity", "category", "theme", "theme_label", "units", "why")
    }
    assert (second["incident"], second["units"], second["theme"]) == (False, [], None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "in.jsonl, line 2: not JSON."),
        ("[]", 'in.jsonl, line 2: an object with a "text" is needed.'),
        ('{"text": 5}', 'in.jsonl, line 2: an object with a "text" is needed.'),
        ('{"text": "x", "rating": 9}', 'in.jsonl, line 2: "rating" is a number from 1 to 5.'),
        (
            '{"text": "x", "polarity": "odd"}',
            'in.jsonl, line 2: "polarity" is one of positive, negative, mixed, neutral.',
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    asked = tmp_path / "in.jsonl"
    asked.write_text('{"text": "fine"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(CommandError) as told:
        call_command("analyse_texts", "--in", asked, "--out", tmp_path / "out.jsonl")
    assert str(told.value) == message


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("analyse_texts", "--in", tmp_path / "none.jsonl", "--out", tmp_path / "out.jsonl")
