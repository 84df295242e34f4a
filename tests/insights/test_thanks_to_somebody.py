"""Thanks to a named colleague are passed on by one person; and words in another language say which."""

import pytest
from django.utils import translation

from insights import headlines
from responses import hiding_by_hand
from tests import cast

pytestmark = pytest.mark.django_db
PRAISE = "Xiomara Andersson satt hos mig hela natten."


def test_the_name_is_seen_by_who_passes_the_thanks_on_and_by_nobody_else(told, logged_in, petra, stefan):
    incident = told(PRAISE, "treatment", 3, "positive")
    answer = f"/answers/{incident.answer.response_id}/"
    client, others = logged_in(petra), logged_in(stefan)
    assert f"{answer}#reveal-heading" in client.get("/thanks/").content.decode()
    assert "#reveal-heading" not in others.get("/thanks/").content.decode()
    shown = client.post(f"{answer}revealing/", {"reveal-reason": "To thank her in person."}).content.decode()
    assert "<mark>Xiomara Andersson</mark>" in shown
    client.post(f"/incidents/{incident.pk}/thanks/", {f"thanks-{incident.pk}-made_possible": "Time to sit down"})
    incident.refresh_from_db()
    assert incident.passed_on_by == petra
    for one in (client, others):
        for address in ("/", "/thanks/", answer, f"/incidents/{incident.pk}/"):
            page = one.get(address).content.decode()
            assert ("Xiomara" in page, "Andersson" in page) == (False, False)


def test_what_made_it_possible_names_nobody_either(told, logged_in, petra, stefan, hotel):
    incident = told(f"{PRAISE} Zefyr också.", "treatment", 3, "positive")
    hiding_by_hand.hide(incident.answer.response, "Zefyr", kind="name", by=stefan)
    cast.person("Bo Quillon", hotel)
    words = "Zefyr, Quillon och Andersson hade tid, ring 070-123 45 67."
    logged_in(petra).post(f"/incidents/{incident.pk}/thanks/", {f"thanks-{incident.pk}-made_possible": words})
    for one in (petra, stefan):
        page = logged_in(one).get("/thanks/").content.decode()
        assert "[namn], [namn] och [namn] hade tid, ring [telefon]." in page
        assert [name for name in ("Zefyr", "Quillon", "Andersson", "070-123") if name in page] == []


def test_every_quote_in_another_language_names_it(told, logged_in, stefan):
    told("Underbar säng, tack!", "core_outcome", 3, "positive")
    task = told("De fnös åt oss.", "treatment", 4).task
    client = logged_in(stefan)
    for address in ("/", "/tasks/", "/thanks/", f"/tasks/{task.pk}/"):
        assert "Swedish" in client.get(address).content.decode(), address
    card = headlines.card(type(task).objects.with_headline().get(pk=task.pk))
    named = []
    for language in ("en", "sv"):
        with translation.override(language):
            named.append(card.foreign_language)
    assert named == ["Swedish", ""]
    home = client.get("/").content.decode()
    thanks = home[home.index('id="thanks-heading"') :]
    assert "Swedish" in thanks[: thanks.index("</section>")]


def test_a_title_a_person_wrote_has_no_foreign_language(told):
    task = told("De fnös åt oss.", "treatment", 4).task
    task.title = "Greet first"
    assert headlines.card(task).foreign_language == ""
