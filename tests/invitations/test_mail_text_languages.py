"""One language from the subject to the foot: the customer's, or wholly the survey's main one."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from common import clock
from invitations.mailings import sending
from invitations.mails import writing
from invitations.models import EmailDelivery, Invitation
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
BANNED = (
    *("important to us", "your opinion", "valued customer", "win ", "offer", "discount", "you have not answered"),
    *("viktig för oss", "din åsikt", "värdefull kund", "vinn", "erbjudande", "rabatt", "du har inte svarat"),
    *("vigtig for os", "din mening", "værdifuld kunde", "tilbud", "du har ikke svaret"),
    *("viktig for oss", "verdifull kunde", "du har ikke svart"),
    *("tärkeä meille", "mielipiteesi", "arvokas asiakas", "tarjous", "alennus", "et ole vastannut"),
)
KINDS = list(EmailDelivery.Kind)
_WORD = re.compile(r"(?<![%(\w])[^\W\d]{2,}(?![\w)])")  # but not the name of a placeholder


@pytest.fixture(autouse=True)
def every_word_translated(monkeypatch):
    """A catalogue that lacks a word gives it a mark of its language here, so that no two languages share it by mistake.

    That none lacks one is a test of the catalogues. What passes by the catalogue stays the same in all, and is found.
    """
    real = translation._trans

    def marked(said: str, *originals: str) -> str:
        language = translation.get_language()
        return _WORD.sub(rf"\g<0>·{language}", said) if language != "en" and said in originals else said

    def ngettext(one, many, number):
        return marked(real_ngettext(one, many, number), one, many)

    real_gettext, real_pgettext, real_ngettext = real.gettext, real.pgettext, real.ngettext
    monkeypatch.setattr(real, "gettext", lambda message: marked(real_gettext(message), message))
    monkeypatch.setattr(real, "pgettext", lambda context, message: marked(real_pgettext(context, message), message))
    monkeypatch.setattr(real, "ngettext", ngettext)


def survey_in(hotel, languages):
    """Whose own words are the same in each of its languages."""
    survey = cast.survey(hotel, languages=languages)
    version = survey.draft
    version.title = dict.fromkeys(languages, "Natten")
    version.save()
    first, second = version.questions.order_by("position")
    first.texts, second.texts = dict.fromkeys(languages, "1?"), dict.fromkeys(languages, "2?")
    first.save()
    second.save()
    version.published_at = clock.now()
    version.save()
    survey.published_version = version
    survey.save()
    return survey


@pytest.fixture
def written(hotel, maria):
    """Subject, text and HTML of the mail to a customer: written("da", languages=[...])."""

    def write(language, *, kind="invitation", languages=LANGUAGES):
        survey = survey_in(hotel, languages)
        customer = cast.customer(hotel, f"{clock.now():%H%M%S%f}@guest.example", name="", language=language)
        sending.invite(survey, [customer], by=maria)
        invitation = Invitation.objects.get(customer=customer)
        Invitation.objects.filter(pk=invitation.pk).update(use_happened_at=clock.now())
        EmailDelivery.objects.filter(invitation=invitation).update(kind=kind)
        mail = writing.compose(EmailDelivery.objects.select_related(*writing.RELATED).get(invitation=invitation))
        return mail.subject, mail.body, mail.alternatives[0].content

    return write


def sentences(*parts: str) -> set[str]:
    """The sentences of four words or more: close neighbours do share "Hej", "Ja" and "Nej"."""
    words = re.sub(r"(?s)<style.*?</style>|<title.*?</title>|<[^>]+>", "\n", "\n".join(parts))
    words = re.sub(r"https?://\S+", "\n", words.replace("&nbsp;", " ").replace("\u00a0", " "))
    lines = (line.strip(" -:") for line in re.split(r"[\n.!?]", words))
    return {line for line in lines if len(line.split()) >= 4}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_ours_is_in_another_language(written, language, kind):
    parts = written(language, kind=kind)
    assert f'<html lang="{language}"' in parts[2]
    own = sentences(*parts)
    assert len(own) >= 6
    others = {other: sentences(*written(other, kind=kind)) for other in LANGUAGES if other != language}
    assert {other: own & theirs for other, theirs in others.items()} == dict.fromkeys(others, set())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_we_ask_for_help_and_sell_nothing(written, language, kind):
    words = " ".join(written(language, kind=kind)).casefold()
    assert [phrase for phrase in BANNED if phrase in words] == []


@pytest.mark.parametrize("kind", KINDS)
def test_where_the_survey_lacks_the_language_all_of_the_mail_is_in_its_main_one(written, kind):
    fallen = written("fi", kind=kind, languages=["sv", "da"])
    assert '<html lang="sv"' in fallen[2]
    assert sentences(*fallen) == sentences(*written("sv", kind=kind, languages=["sv", "da"]))


def test_a_language_that_a_new_version_no_longer_speaks_is_left_wholly(written, hotel):
    written("da", languages=["sv", "da"])
    survey = survey_in(hotel, ["sv", "en"])
    Invitation.objects.update(survey=survey)  # as when a version without Danish is published after the mail was made
    mail = writing.compose(EmailDelivery.objects.select_related(*writing.RELATED).get())
    assert '<html lang="sv"' in mail.alternatives[0].content
    assert sentences(mail.subject, mail.body) <= sentences(*written("sv", languages=["sv", "en"]))


def test_whoever_works_in_another_language_meanwhile_changes_nothing(written):
    with translation.override("fi"):
        parts = written("da")
    assert sentences(*parts) == sentences(*written("da"))
    assert translation.get_language() != "da"
