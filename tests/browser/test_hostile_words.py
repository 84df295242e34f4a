"""Forty hostile payloads in every text field, and a browser that looks at every page: they stay words everywhere."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from insights.models import ImprovementTask, Incident
from invitations.models import PublicLink
from responses.models import Response
from tests.access_table import TABLE
from tests.addresses import every_address
from tests.security.hostile_words import ALL, HOSTILE, pack, seed

FAR_FROM_ANY_LEAF = {"account_logout"}
BECAME_MORE_THAN_WORDS = """() => {
    const found = [...document.querySelectorAll(
        "x-hostile, base, marquee, object, embed, video, math, meta[http-equiv]")]
        .filter(one => !(one.tagName === "BASE" && one.target === "_blank" && !one.hasAttribute("href")))
        .map(one => one.outerHTML.slice(0, 120));
    for (const element of document.querySelectorAll("*"))
        for (const { name, value } of element.attributes)
            if (/^on/i.test(name) || (/^(href|src|action|formaction|data)$/i.test(name)
                && /^\\s*(javascript|data:text|\\/\\/evil)/i.test(value)))
                found.push(element.tagName + " " + name + "=" + value.slice(0, 80));
    return found;
}"""


def addresses(world) -> tuple[list[str], list[str]]:
    """Those a visitor looks at, and those the owner does."""
    door = {name for name, mark in TABLE.items() if mark == "anonymous"}
    known = [one for one in every_address() if one.name not in FAR_FROM_ANY_LEAF]
    visitor = [world.url(one) for one in known if one.name in door]
    visitor += [f"/a/{PublicLink.objects.first().token}/", f"/a/{world.invitation.token}/?language=en&a={pack(38)}"]
    visitor += [
        f"/a/{Response.objects.exclude(invitation=None).last().invitation.token}/{tail}" for tail in ("", "thanks/")
    ]
    visitor += [
        f"/nowhere/{urlencode({'x': ALL})}",
        f"{reverse('accounts:purpose_hint')}?{urlencode({'purpose': ALL})}",
    ]
    owner = [world.url(one) for one in known if one.name not in door]
    ids = world.ids
    owner += [reverse(name, args=[ids["draft_id"]]) for name in OF_A_DRAFT]
    owner += [f"{reverse('surveys:texts', args=[ids['draft_id']])}?language=en&page={page}" for page in (1, 2)]
    owner += [f"{reverse('surveys:bank')}?survey={ids['draft_id']}&{urlencode({'text': ALL[:200]})}"]
    owner += [f"{reverse('surveys:bank')}?survey={ids['draft_id']}"]
    owner += [reverse("responses:preview_page", args=[ids["draft_id"]])]
    owner += [f"{reverse('surveys:build', args=[ids['draft_id']])}?check=1&language=en&at={pack(40)}"]
    owner += [
        f"{reverse(name)}?{urlencode({'q': ALL[:200], 'state': ALL[:200], 'start': ALL[:200]})}" for name in LISTS
    ]
    owner += [
        f"{reverse('insights:tasks')}?{query}" for query in ("page=2", "state=parked", "state=declined", "mine=on")
    ]
    owner += [f"{reverse('insights:thanks_list')}?page=1", f"{reverse('surveys:new')}?{urlencode({'start': ALL})}"]
    answers = reverse("responses:answers", args=[world.survey.pk])
    owner += [f"{answers}?{urlencode({'text': 'script'})}", f"{answers}?{urlencode({'text': ALL[:200]})}"]
    owner += [reverse("insights:task", args=[pk]) for pk in ImprovementTask.objects.values_list("pk", flat=True)[:6]]
    owner += [reverse("insights:incident", args=[pk]) for pk in Incident.objects.values_list("pk", flat=True)]
    owner += [reverse("insights:answer", args=[pk]) for pk in Response.objects.values_list("pk", flat=True)[:8]]
    return visitor, owner


OF_A_DRAFT = (
    *("surveys:detail", "surveys:build", "surveys:settings", "surveys:publication", "surveys:texts", "surveys:print"),
    *("surveys:texts_import", "responses:preview"),
)
LISTS = ("invitations:customers", "invitations:outbox", "insights:tasks", "surveys:new", "surveys:list")


@pytest.fixture
def seeded(world, settings, live_server):
    settings.SITE_URL = live_server.url
    return seed(world)


def test_words_that_are_not_escaped_would_be_seen(browser):
    page, said = browser.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.set_content(f"<p>{'</p><p>'.join(HOSTILE[7:16])}</p>")
    assert len(said) > 2
    assert len(page.evaluate(BECAME_MORE_THAN_WORDS)) > 2
    page.close()


@pytest.mark.parametrize("part", range(3))
def test_hostile_words_stay_words_on_every_page(look, seeded, part):
    assert len(set(HOSTILE)) == 40
    visitor, owner = addresses(seeded)
    said, found, hostile_pages = [], {}, 0
    for user, paths in ((None, visitor), (seeded.people["owner"], owner)):
        page = look(user=user)
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        for path in paths[part::3]:
            answer = page.request.get(path)
            if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
                continue  # pages that only take a POST, and pages that are not there
            page.goto(path)
            hostile_pages += "alert(" in answer.text()
            if became := page.evaluate(BECAME_MORE_THAN_WORDS):
                found[path] = became
    assert (said, found) == ([], {})
    assert hostile_pages > 25


def test_hostile_words_that_a_form_gives_back_stay_words(look, seeded):
    """What was typed and refused stands there again; what was searched for stands in the field."""
    said = []
    page = look(user=seeded.people["owner"])
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    for path, control in (
        ("/customers/import/", "#id_lines"),
        ("/settings/units/", "#id_name"),
        ("/surveys/new/", "#id_name"),
    ):
        page.goto(path)
        page.fill(control, ALL if control == "#id_lines" else pack(119, 8))
        page.locator("main form button.button-primary, main form button[type=submit]").first.click()
        page.wait_for_load_state()
        assert page.evaluate(BECAME_MORE_THAN_WORDS) == []
    customer = look()
    customer.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    customer.goto(f"/a/{seeded.invitation.token}/")
    for area in customer.locator("textarea:visible").all():
        area.fill(ALL * 4)  # longer than an answer may be, so the page comes back
    customer.locator("main form button").last.click()
    customer.wait_for_load_state()
    assert customer.evaluate(BECAME_MORE_THAN_WORDS) == []
    assert said == []
