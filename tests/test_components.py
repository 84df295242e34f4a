"""The look: what a page may carry, what a component says, and that error pages need nobody's help."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

from common import errors, navigation, stylesheets
from common.templatetags import enmil

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
MANAGER, STAFF = SimpleNamespace(is_manager=True), SimpleNamespace(is_manager=False)


def nowhere(request):
    return HttpResponse()


def room(*pages, name):
    return path("", include(([path(where, nowhere, name=word) for where, word in pages], name)))


urlpatterns = [
    room(("", "home"), ("improvements/", "tasks"), name="insights"),
    room(("surveys/", "list"), name="surveys"),
    room(("customers/", "customers"), ("outbox/", "outbox"), name="invitations"),
    room(("settings/", "settings"), name="accounts"),
]


def labels(membership, where="/"):
    with translation.override("en"):
        return [place.label for place in navigation.places(membership=membership, path=where)]


@pytest.mark.urls(__name__)
def test_maria_walks_further_than_stefan_and_a_visitor_nowhere():
    everywhere = ["Stories", "Improvements", "Surveys", "Customers", "Outbox", "Settings"]
    assert labels(MANAGER) == everywhere
    assert labels(STAFF) == ["Stories", "Improvements", "Surveys", "Settings"]
    assert labels(None) == []


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("where", "current"),
    [
        ("/", ["/"]),
        ("/surveys/", ["/surveys/"]),
        ("/surveys/7/", ["/surveys/"]),
        ("/public-links/7/", ["/surveys/"]),
        ("/mailings/7/", ["/outbox/"]),
        ("/elsewhere/", []),
    ],
)
def test_one_place_is_current(where, current):
    found = navigation.places(membership=MANAGER, path=where)
    assert [place.url for place in found if place.is_current] == current


def test_the_bundle_holds_every_file_in_the_order_of_its_layers():
    bundle = Path(finders.find("css/app.css")).read_text(encoding="utf-8")
    components = sorted(path.name for path in (STATIC / "css/components").glob("*.css"))
    assert [Path(name).name for name in stylesheets.sources()] == [
        "tokens.css",
        "base.css",
        "layout.css",
        *components,
        "utilities.css",
    ]
    assert bundle == stylesheets.joined(stylesheets.sources())
    assert bundle.startswith("@layer tokens,base,layout,components,utilities;")
    assert len(gzip.compress(bundle.encode())) < 15_000


@pytest.mark.parametrize(
    ("written", "squeezed"),
    [
        ("a { color: red; }", "a{color:red}"),
        (".a :is(b, c) { top: 0; }", ".a :is(b,c){top:0}"),
        ("/* why */\n.a:hover > b\n{ width: calc(1px + 2px); }", ".a:hover > b{width:calc(1px + 2px)}"),
    ],
)
def test_squeezing_keeps_the_meaning(written, squeezed):
    assert stylesheets.squeezed(written) == squeezed


def test_both_ways_to_dark_hold_the_same_colours():
    tokens = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
    by_device = re.search(r':not\(\[data-theme="light"\]\) \{(.*?)\}', tokens, re.DOTALL)[1]
    by_choice = re.search(r'\[data-theme="dark"\] \{(.*?)\}', tokens, re.DOTALL)[1]
    assert re.findall(r"--[\w-]+: .*?;", by_device) == re.findall(r"--[\w-]+: .*?;", by_choice)


def test_every_colour_a_rule_names_is_a_token():
    css = "".join(path.read_text(encoding="utf-8") for path in STATIC.rglob("*.css"))
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) - set(re.findall(r"(--[\w-]+):", css)) == set()


def test_no_template_carries_a_style_attribute_or_a_script_of_its_own():
    for path_ in TEMPLATES.rglob("*.html"):
        text = path_.read_text(encoding="utf-8")
        assert re.findall(r"\sstyle=|\son\w+=\"|<script>|\shx-", text) == [], path_


def question(kind, **more):
    options = [("yes", "Ja"), ("no", "Nej"), ("neither", "Både och")]
    field = {
        "key": "k",
        "kind": kind,
        "name": "q1",
        "words_name": "q1-words",
        "text": "Sov du gott?",
        "options": [
            {"value": value, "label": label, "checked": value == "no", "id": f"q1-{value}"} for value, label in options
        ],
        "prompt": {"neutral": "Vad hände?", "yes": "Så fint!", "no": "Berätta"},
        "words": "Fläkten <tjöt>",
        "error": "",
        "words_error": "",
        "id": "q1",
    }
    return field | more


def test_the_customers_page_is_one_small_request_without_script_cookie_or_token():
    request = RequestFactory().get("/a/token/")
    request.csp_nonce = "n0nce"
    fields = [question("yes_no"), question("single_choice", id="q2"), question("open_text", id="q3")]
    inside = "".join(render_to_string("components/respondent/question.html", {"field": f}) for f in fields)
    html = render_to_string("base_public.html", {"language": "sv"}, request=request)
    assert re.findall(r"<script|csrf|https?://|<link rel=\"stylesheet", html + inside) == []
    assert html.count('<style nonce="n0nce">') == 1
    assert '<html lang="sv">' in html
    assert len(gzip.compress((html + inside).encode())) < 10_000
    assert request.META.get("CSRF_COOKIE") is None


def test_every_answer_looks_the_same_and_keeps_what_was_chosen():
    html = render_to_string("components/respondent/question.html", {"field": question("yes_no")})
    assert re.findall(r'<label class="([^"]+)">', html) == ["answer"] * 3
    assert re.findall(r'value="(\w+)" id="[^"]+" checked', html) == ["no"]
    assert "Fläkten &lt;tjöt&gt;</textarea>" in html
    assert re.findall(r'class="prompt-(\w+)">([^<]+)<', html) == [
        ("neutral", "Vad hände?"),
        ("yes", "Så fint!"),
        ("no", "Berätta"),
    ]


def test_a_missing_answer_is_told_first_and_at_the_question():
    field = question("yes_no", error="Välj ett svar.")
    summary = render_to_string("components/respondent/error_summary.html", {"fields": [field]})
    html = render_to_string("components/respondent/question.html", {"field": field})
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a> ([^<]+)', summary) == [
        ("q1-yes", "Sov du gott?", "Välj ett svar.")
    ]
    assert 'aria-describedby="q1-error"' in html
    assert 'id="q1-error"' in html


class GuestForm(forms.Form):
    name = forms.CharField(help_text="As on the key.")
    role = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    agrees = forms.BooleanField(required=False)


def test_a_form_says_what_is_missing_first_and_at_its_field():
    html = str(GuestForm({"role": "a"}))
    assert re.findall(r'<a href="#(\w+)">', html) == ["id_name"]
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert re.findall(r' id="(id_name_\w+)"', html) == ["id_name_helptext", "id_name_error"]
    assert html.count("<legend>") == html.count("<fieldset") == 1
    assert '<label class="check" for="id_agrees">' in html
    assert "error-summary" not in str(GuestForm())


@pytest.mark.parametrize(("most", "bars"), [(0, 0), (4, 1)])
def test_of_nothing_there_is_no_bar(most, bars):
    html = render_to_string(
        "components/meter.html", {"label": "Sent", "value": 0, "max": most, "shown": f"0 of {most}"}
    )
    assert (html.count("<progress"), f"0 of {most}" in html) == (bars, True)


def test_a_task_card_says_the_words_the_place_how_many_and_offers_one_button():
    task = SimpleNamespace(
        pk=7,
        headline="Fläkten tjöt",
        unit=SimpleNamespace(name="Norra huset"),
        voices_count=3,
        owner=None,
        state="suggested",
        get_state_display="Suggested",
    )
    with translation.override("en"):
        html = render_to_string("components/task_card.html", {"task": task, "url": "/t/7/", "take_url": "/t/7/take/"})
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert words == "Fläkten tjöt Norra huset said by 3 people I'll take this : Fläkten tjöt"
    assert html.count("<button") == 1


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maria Lindqvist", "ML"), ("Åke", "Å"), ("stefan.berg@demo.example", "SB"), ("", "?"), (None, "?")],
)
def test_initials(name, letters):
    assert enmil.initials(name) == letters


def test_severity_is_words_and_dots():
    with translation.override("en"):
        html = render_to_string("components/severity.html", {"severity": 4})
    assert html.count('class="is-on"') == 4
    assert "Serious" in html
    assert render_to_string("components/severity.html", {"severity": None}).strip() == ""


PAGES = [
    (errors.bad_request, 400),
    (errors.permission_denied, 403),
    (errors.csrf_failure, 403),
    (errors.page_not_found, 404),
    (errors.too_large, 413),
    (errors.too_many, 429),
    (errors.server_error, 500),
]


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_error_pages_need_no_database_and_set_no_cookie(view, status):
    request = RequestFactory().get("/a/broken/", headers={"accept-language": "fi"})
    response = view(request)
    assert (response.status_code, dict(response.cookies), response["Content-Language"]) == (status, {}, "fi")
    assert '<html lang="fi">' in response.content.decode()
    assert view(None).status_code == status


def test_even_a_broken_template_answers(monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("no manifest")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(RequestFactory().get("/"))
    assert (response.status_code, response.content.decode()) == (500, errors.LAST_RESORT)
