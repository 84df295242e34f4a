"""The house's rules that a test can hold: arrows, file sizes, marks, and words that must not stand in the project."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["common", "accounts", "surveys", "invitations", "responses", "insights", "demo", "config"]
SOURCES = [
    path
    for folder in (*ROOMS, "templates", "static", "tests", "bin")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
]


def names(paths) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_the_arrows_point_one_way():
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stdout


def test_no_file_is_longer_than_300_lines():
    long = [path for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 300]
    assert names(long) == []


def test_views_reach_rows_through_their_organisation_only():
    owned = "|".join(model.__name__ for model in apps.get_models() if hasattr(model, "organisation"))
    careless = re.compile(rf"\b({owned})\.objects\.(?!for_organisation\(|filter\(user=request\.user\))")
    views = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "view" in str(path.relative_to(ROOT))]
    assert names(path for path in views if careless.search(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "pattern", [r"\sstyle=", r"\son[a-z]+=[\"']", r"\shx-[a-z]", r"javascript:", r"<script>(?!\S)"]
)
def test_templates_fit_the_content_security_policy(pattern):
    templates = [path for path in SOURCES if path.suffix == ".html" and "emails" not in path.parts]
    found = [path for path in templates if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert names(found) == []


def test_nothing_waits_for_later():
    waiting = [path for path in SOURCES if re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text(encoding="utf-8"))]
    assert names(path for path in waiting if path.name != Path(__file__).name) == []


def test_no_form_waits_for_a_script():
    """Every form that changes something says where it goes, so that it works without JavaScript."""
    templates = [path for path in SOURCES if path.suffix == ".html"]
    shape = re.compile(r"<form(?=[^>]*method=\"post\")(?![^>]*\baction=)", re.IGNORECASE)
    lost = [path for path in templates if shape.search(path.read_text(encoding="utf-8"))]
    assert names(lost) == []
