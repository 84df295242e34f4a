"""SECURITY.md says which test holds which control; what it names must be there."""

import re

import pytest
from django.conf import settings

PAGE = (settings.BASE_DIR / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
ROWS = re.findall(r"^\| (\d+) \|(.*)\|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _path, name in NAMED])
def test_a_named_test_is_there(path, name):
    assert f"\ndef {name}(" in (settings.BASE_DIR / path).read_text(encoding="utf-8")


def test_every_threat_has_its_row_and_every_control_its_test():
    assert [number for number, _row in ROWS] == [str(number) for number in range(1, 26)]
    assert [number for number, row in ROWS if "::test_" not in row] == []
