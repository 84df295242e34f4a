"""The customer's own words on the page: masked, cut kindly, and in words when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from common import clock
from insights import categories, headlines, quoting
from insights.models import Incident
from insights.quoting import HEADLINE_MAX, first_sentence, pieces_of, quote
from insights.templatetags.telling import ago


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Fläkten tjöt. Hela natten.", "Fläkten tjöt."),
        ("Nej. Vi fick vänta i en timme! Sedan gick vi.", "Nej. Vi fick vänta i en timme!"),
        ("Ingen punkt alls", "Ingen punkt alls"),
        ("Första raden här\nandra raden", "Första raden här"),
        ("  \n ", ""),
        ("Klockan 7.30 kom ingen. Sedan kom en.", "Klockan 7.30 kom ingen."),
        ("vi fick vänta i hallen, ", "vi fick vänta i hallen"),
        ("Hon sa ”kom i morgon.” Vi gick.", "Hon sa ”kom i morgon.”"),
        ('Vi hörde bara fläkten "', "Vi hörde bara fläkten"),
        ("”Kom i morgon sa hon", "Kom i morgon sa hon"),
        ('"', ""),
    ],
)
def test_a_title_is_the_first_sentence_that_says_something(words, title):
    assert first_sentence(words) == title


@pytest.mark.parametrize("words", ["vänta " * 40, "v" * 300, "Åh, " + "nej " * 60])
def test_a_title_is_never_long(words):
    title = first_sentence(words)
    assert (len(title) <= HEADLINE_MAX, title[-1]) == (True, "…")


@pytest.mark.django_db
def test_a_story_is_masked_before_it_is_cut(told):
    told("Anna Svensson fnös åt mig.")
    incident = Incident.objects.with_words().get()
    incident.answer.motivation = "Hej! Anna Svensson fnös åt mig. Ring 070-123 45 67."
    incident.start, incident.end = 10, 31  # in the middle of a name
    before, words, after = pieces_of(incident)
    together = before + words + after
    assert ("Anna" in together, "Svensson" in together, "070" in together) == (False, False, False)
    assert words.endswith("fnös åt mig.")


@pytest.mark.django_db
def test_a_name_is_no_reason(told):
    told("Anna fnös åt mig.")
    incident = Incident.objects.with_words().get()
    assert incident.machine_why == []  # the listener says its first word weighed, which is the name
    incident.machine_why = ["Anna", "fnös"]
    assert quote(incident).why == ["fnös"]


def test_a_hidden_name_is_not_told_because_another_word_begins_alike():
    words = "Anna Svensson fnös. Annars var det bra."
    assert quoting.without_names(["Anna", "Annars", "fnös", "aldrig sagt"], words, language="sv") == ["Annars", "fnös"]


@pytest.mark.django_db
def test_the_language_is_named_when_it_is_not_the_readers(told):
    told("Fläkten tjöt.", language="sv")
    one = quote(Incident.objects.with_words().get())
    named = []
    for language in ("en", "sv"):
        with translation.override(language):
            named.append(one.foreign_language)
    assert named == ["Swedish", ""]


@pytest.mark.django_db
def test_a_person_may_give_a_task_its_title(told):
    task = told("De fnös.", "treatment", 4).task
    task.title = "Hälsa först"
    assert headlines.headline(task) == ("Hälsa först", "")


@pytest.mark.django_db
def test_an_erased_answer_takes_the_title_with_it(told):
    incident = told("De fnös.", "treatment", 4)
    task = incident.task
    incident.answer.response.delete()
    task.refresh_from_db()
    assert headlines.headline(task) == ("How I was treated · Fjällhotellet", "")


def test_categories_have_names_in_every_language():
    names = []
    for language in ("sv", "da", "nb", "fi", "en"):
        with translation.override(language):
            names.append(categories.label("treatment"))
    assert names == ["Bemötande", "Måden, man blev mødt på", "Måten man ble møtt på", "Kohtelu", "How I was treated"]
    assert (len(categories.codes()), categories.label("unheard_of")) == (15, "unheard_of")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=2), "today at 12:05"),
        (timedelta(hours=20), "yesterday at 18:05"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=20), "1 March"),
        (timedelta(days=400), "14 February 2025"),
    ],
)
def test_when_is_told_in_words_and_in_the_readers_zone(before, words):
    stockholm = ZoneInfo("Europe/Stockholm")
    now = datetime(2026, 3, 21, 14, 5, tzinfo=stockholm)
    with clock.at(now), timezone.override(stockholm), translation.override("en"):
        assert ago(now - before).replace("\N{NO-BREAK SPACE}", " ") == words


def test_nothing_happened_at_no_time():
    assert ago(None) == ""
