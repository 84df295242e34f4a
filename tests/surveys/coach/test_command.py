"""`manage.py coach_questions`: questions in, findings out."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

QUESTIONS = [
    {"id": 1, "language": "sv", "question": "Sov du gott?"},
    {"id": "två", "language": "en", "question": "Did you check in online?"},
]


@pytest.fixture
def files(tmp_path):
    return tmp_path / "in.jsonl", tmp_path / "out.jsonl"


def written(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_question_gets_its_rules(files):
    source, target = files
    source.write_text("\n".join(json.dumps(asked) for asked in QUESTIONS), encoding="utf-8")
    call_command("coach_questions", "--in", source, "--out", target)
    assert written(target) == [{"id": 1, "rules": []}, {"id": "två", "rules": ["internal_process"]}]


@pytest.mark.parametrize("broken", ["{", "[]", "3", '{"id": 9}', '{"id": 9, "language": "sv", "question": null}'])
def test_a_broken_line_is_named_and_the_others_are_written(files, broken, capsys):
    source, target = files
    source.write_text("\n".join([json.dumps(QUESTIONS[0]), broken, json.dumps(QUESTIONS[1])]), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("coach_questions", "--in", source, "--out", target)
    assert "line 2:" in capsys.readouterr().err
    assert [line["id"] for line in written(target)] == [1, "två"]


def test_labelled_questions_are_scored(files, capsys):
    source, _ = files
    labelled = [{**QUESTIONS[0], "expect": ["jargon"]}, {**QUESTIONS[1], "expect": ["internal_process"]}]
    source.write_text("\n".join(json.dumps(asked) for asked in labelled), encoding="utf-8")
    call_command("coach_questions", "--score", source)
    table = {line.split()[0]: line.split()[2:5:2] for line in capsys.readouterr().out.splitlines()[1:]}
    assert (table["all"], table["sv"], table["en"]) == (["1.000", "0.500"], ["1.000", "0.000"], ["1.000", "1.000"])
    assert (table["jargon"], table["internal_process"]) == (["1.000", "0.000"], ["1.000", "1.000"])


def test_a_file_that_is_not_there_is_said(files):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("coach_questions", "--score", files[0])


def test_neither_files_nor_score_is_said():
    with pytest.raises(CommandError, match="--score"):
        call_command("coach_questions")
