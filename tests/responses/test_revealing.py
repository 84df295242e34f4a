"""What is hidden is shown once, to the privacy role, for a reason that is kept."""

import json

import pytest
from django.core.cache import cache

from accounts.models import AuditEvent
from common import clock
from responses import erasing, hiding_by_hand
from tests import cast

pytestmark = pytest.mark.django_db
WORDS = "Xiomara Andersson, 070-123 45 67, hjälpte oss vid torget."


@pytest.fixture
def response(survey):
    row = cast.response(survey, invitation=cast.invitation(survey), submitted_at=clock.now())
    cast.answer(row, WORDS)
    return row


def reveal(client, response, reason="Hon har bett att bli uppringd."):
    return client.post(f"/answers/{response.pk}/revealing/", {"reveal-reason": reason})


def test_the_privacy_role_sees_it_once_and_for_a_reason(response, petra, stefan, logged_in):
    hiding_by_hand.hide(response, "vid torget", kind="other", by=stefan)
    page = reveal(logged_in(petra), response)
    html = page.content.decode()
    for piece in ("Xiomara Andersson", "070-123 45 67", "vid torget"):
        assert f"<mark>{piece}</mark>" in html
    assert "no-store" in page["Cache-Control"]
    event = AuditEvent.objects.get(verb="words.revealed")
    assert (event.by, event.detail) == (petra, {"reason": "Hon har bett att bli uppringd."})
    again = logged_in(petra).get(f"/answers/{response.pk}/").content.decode()
    assert ("Xiomara" in again, "Hon har bett att bli uppringd." in again) == (False, True)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_nothing_is_shown_or_noted(response, petra, logged_in, reason):
    page = reveal(logged_in(petra), response, reason)
    assert (page.status_code, "Xiomara" in page.content.decode()) == (422, False)
    assert AuditEvent.objects.filter(verb="words.revealed").count() == 0


def test_nobody_else_sees_it(response, stefan, maria, agnes, olga, library, client, logged_in):
    for other in (stefan, maria, agnes, olga):
        assert reveal(logged_in(other), response).status_code == 403
    stranger = cast.person("Ola", library, privacy=True)
    assert reveal(logged_in(stranger), response).status_code == 404
    assert reveal(client, response).status_code == 302
    assert logged_in(stranger).get(f"/answers/{response.pk}/revealing/").status_code == 404
    assert AuditEvent.objects.filter(verb="words.revealed").count() == 0


def test_coming_back_to_its_address_leads_to_the_answer_and_shows_nothing(response, petra, logged_in):
    back = logged_in(petra).get(f"/answers/{response.pk}/revealing/", {"reveal-reason": "Again."})
    assert (back.status_code, back.url) == (302, f"/answers/{response.pk}/")
    assert AuditEvent.objects.filter(verb="words.revealed").count() == 0


def test_the_reason_never_keeps_the_words(response, petra, stefan, logged_in):
    hiding_by_hand.hide(response, "vid torget", kind="other", by=stefan)
    reveal(logged_in(petra), response, "Was it Vid torget that xiomara andersson stood? 070-123 45 67")
    kept = json.dumps([event.detail for event in AuditEvent.objects.all()]).casefold()
    assert [word for word in ("torget", "xiomara", "andersson", "070") if word in kept] == []


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("Är det samma Xiomara som i våras?", "Är det samma [namn] som i våras?"),
        ("Anderssons syster, säger andersson, frågar.", "[namn] syster, säger [namn], frågar."),
        ("Numret slutar på 123 tror vi.", "Numret slutar på [telefon] tror vi."),
        ("Bergdal och Quillon hjälpte henne.", "[dolt] och [namn] hjälpte henne."),
        ("Hon bad om det i maj.", "Hon bad om det i maj."),
    ],
    ids=["first name", "surname", "part of a number", "hidden by hand", "nothing of it"],
)
def test_the_reason_keeps_no_half_of_a_name_either(survey, petra, stefan, hotel, logged_in, reason, kept):
    row = cast.response(survey, invitation=cast.invitation(survey), submitted_at=clock.now())
    cast.answer(row, f"{WORDS} Bergdal vid grinden log.")
    hiding_by_hand.hide(row, "Bergdal vid grinden", kind="other", by=stefan)
    cast.person("Bo Quillon", hotel)
    petra.language = "sv"
    petra.save()
    reveal(logged_in(petra), row, reason)
    assert AuditEvent.objects.get(verb="words.revealed").detail == {"reason": kept}


def test_the_reason_goes_when_the_customer_is_erased(survey, carl, petra, agnes, logged_in):
    row = cast.response(survey, invitation=cast.invitation(survey, carl), submitted_at=clock.now())
    cast.answer(row, WORDS)
    other = cast.response(survey, invitation=cast.invitation(survey), submitted_at=clock.now())
    cast.answer(other, WORDS)
    for one in (row, other):
        reveal(logged_in(petra), one, "Hon vill bli uppringd om sängen vid fönstret.")
    before = list(AuditEvent.objects.filter(verb="words.revealed").values("pk", "by", "at", "object_id"))
    erasing.erase(carl, by=agnes)
    events = AuditEvent.objects.filter(verb="words.revealed")
    assert list(events.values("pk", "by", "at", "object_id")) == before
    assert [event.detail["reason"] for event in events] == [
        "[borttaget på kundens begäran]",
        "Hon vill bli uppringd om sängen vid fönstret.",
    ]


def test_nothing_is_kept_in_session_or_cache(response, petra, logged_in, monkeypatch):
    stored = []
    monkeypatch.setattr(cache, "set", lambda *told, **_more: stored.append(told))
    client = logged_in(petra)
    reveal(client, response)
    assert "Xiomara" not in str(dict(client.session.items())) + str(stored)


def test_owners_see_who_has_looked_and_staff_do_not(response, petra, agnes, stefan, logged_in):
    reveal(logged_in(petra), response)
    address = f"/answers/{response.pk}/"
    told = [event.by for event in logged_in(agnes).get(address).context["reveals"]]
    assert (told, logged_in(stefan).get(address).context["reveals"]) == ([petra], [])
