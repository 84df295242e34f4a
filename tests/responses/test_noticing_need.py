"""Words that speak of danger lead to the organisation's numbers; ordinary complaints, however strong, do not."""

import uuid

import pytest

from common import clock
from invitations.models import PublicLink
from responses.answer_values import AnswerValue
from responses.noticing_need import may_need_help
from surveys import question_kinds as kinds
from tests import cast
from tests.responses.conftest import answering, published
from tests.responses.walking import Walker

BOX = 'class="help"'
NEED = [
    *("Jag orkar inte leva längre.", "Jag tänker på självmord.", "Jag vill bara dö.", "Jag skär mig själv."),
    *("Min sambo slår mig när vi kommer hem.", "Han har slagit mig.", "Han hotade mig till livet."),
    *("Jeg tænker på selvmord.", "Jeg orker ikke at leve mere.", "Jeg har lyst til at dø.", "Han truer mig på livet."),
    *("Jeg tager livet af mig.", "Min kæreste slår mig.", "Far slår os hver weekend."),
    *("Jeg vil ta livet av meg.", "Jeg vil ikke leve lenger.", "Mannen min slo barna.", "Samboeren min slår meg."),
    *("Han truer med å drepe meg.", "Hun ble voldtatt."),
    *("En jaksa enää elää.", "Olen ajatellut itsemurhaa.", "Tapan itseni.", "Haluaisin kuolla.", "Mieheni lyö minua."),
    *("I don’t want to live any more.", "I think about KILLING  MYSELF every day.", "I just want to die."),
    *("I wish I was dead.", "My boyfriend hits me.", "My husband is hitting me.", "She was raped."),
]
NO_NEED = [
    *(
        "Jag skrattade så att jag höll på att dö.",
        "Dödsgott kaffe!",
        "Jag vill dö av skam.",
        "Möblerna var misshandlade.",
    ),
    *(
        "Det slog mig att ingen hade städat.",
        "De slog mig med häpnad.",
        "Han slog oss i minigolf.",
        "Jag skär mig på burken.",
    ),
    *(
        "Det slog mig, at ingen hilste.",
        "Livsfarligt glat gulv!",
        "Maden var til at dø for.",
        "Parkeringen voldte os besvær.",
    ),
    *(
        "Gulvet var livsfarlig glatt.",
        "Det gav meg trua på livet.",
        "Babyen måtte rape etter maten.",
        "Han slo oss i sjakk.",
    ),
    *("Jonotus tappoi tunnelman.", "Elämäni paras aamiainen!", "Lapset hakkasivat rumpua."),
    *(
        "The queue was killing us.",
        "The cake is to die for.",
        "They hit us with a resort fee.",
        "Rape oil in the salad.",
    ),
    *("He beat me to the parking space.", "They beat the price of the other hotel.", "The grape juice was sour."),
]


def said(words: str) -> list[AnswerValue]:
    return [AnswerValue(uuid.uuid4(), choice="no"), AnswerValue(uuid.uuid4(), words=words)]


@pytest.mark.parametrize("words", NEED, ids=range(len(NEED)))
def test_who_writes_of_danger_may_need_help(words):
    assert may_need_help(said(words))


@pytest.mark.parametrize("words", NO_NEED, ids=range(len(NO_NEED)))
def test_strong_words_about_small_things_are_no_sign(words):
    assert not may_need_help(said(words))


@pytest.mark.django_db
def test_their_thanks_alone_say_whom_to_call(client, link, slept, hotel, rung):
    hotel.help_lines = {"sv": "Ring 112.", "en": "Call 112."}
    hotel.save()
    sent = client.post(link, answering(client.get(link), (slept, "no", "Jag tänker på självmord."), language="sv"))
    assert sent.url == f"{link}thanks/?language=sv&help=1"
    page = client.get(sent.url).content.decode()
    assert (BOX in page, "tel:112" in page, "help=1" in page) == (True, True, True)  # also in another language
    assert BOX not in client.get(f"{link}thanks/?language=sv").content.decode()  # forwarded


@pytest.mark.django_db
def test_page_by_page_only_the_browser_that_wrote_it_is_told(hotel, carl, rung):
    hotel.help_lines = {"en": "Call 112."}
    hotel.save()
    survey, asked = published(hotel, *({"kind": kinds.OPEN_TEXT, "text": f"{number}?"} for number in range(4)))

    def walked(*said_here: str) -> Walker:
        walker = Walker(f"/a/{cast.invitation(survey, carl).token}/")
        for question, words in zip(asked, said_here, strict=True):
            walker.answer(question, words=words)
        return walker

    assert BOX in walked("Min man slår mig.", "Bra.", "Bra.", "Bra.").html
    assert BOX not in walked("Bra.", "Bra.", "Bra.", "Bra.").html
    one = Walker(f"/a/{cast.invitation(survey, carl).token}/")
    one.answer(asked[0], words="Min man slår mig.")
    other = Walker(one.link)
    for question in asked[1:]:
        other.answer(question, words="Bra.")
    assert (other.is_thanked, BOX in other.html, "help" in other.address) == (True, False, False)


@pytest.mark.django_db
def test_a_screen_for_many_tells_nobody_what_the_last_one_wrote(client, hotel, survey, slept, maria, rung):
    hotel.help_lines = {"sv": "Ring 112."}
    hotel.save()
    kiosk = PublicLink.objects.create(
        organisation=hotel, survey=survey, unit=survey.unit, created_at=clock.now(), kind=PublicLink.Kind.KIOSK
    )
    link = f"/a/{kiosk.token}/"
    sent = client.post(link, answering(client.get(link), (slept, "no", "Jag tänker på självmord."), language="sv"))
    assert (sent.status_code, "help" in sent.url) == (303, False)


@pytest.mark.django_db
def test_without_numbers_the_address_says_nothing(client, link, slept, rung):
    sent = client.post(link, answering(client.get(link), (slept, "no", "Jag tänker på självmord."), language="sv"))
    assert sent.url == f"{link}thanks/?language=sv"
