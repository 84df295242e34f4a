"""What a mail about a survey says, to a customer or to nobody in particular: the context of its three files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, Unit
from common.emails import one_line
from invitations.mailings.letters import Letter
from invitations.mails import addressing, answer_links, placeholders
from invitations.models import EmailDelivery
from surveys import estimating, inserting, promises, texts
from surveys.definitions import Definition, published_definition
from surveys.models import Survey

_LENGTH = {placeholders.QUESTIONS, placeholders.MINUTES}
LONG_AGO = timedelta(days=180)  # from then on the year is said too


@dataclass(frozen=True)
class Matter:
    """What one mail is about. `language` is one the definition speaks; the whole mail is in it."""

    survey: Survey
    definition: Definition
    letter: Letter
    unit: Unit
    language: str
    link: str
    stop_link: str
    written_at: datetime
    visited_at: datetime | None = None
    known: Mapping[str, str] = field(default_factory=dict)  # of the customer, by the names of surveys.inserting


def matter_of(delivery: EmailDelivery) -> Matter:
    """The survey as customers meet it now, in their language; in its main one where it does not speak theirs."""
    invitation = delivery.invitation
    definition = published_definition(invitation.survey.published_version_id)
    return Matter(
        survey=invitation.survey,
        definition=definition,
        letter=Letter.of(invitation.mailing),
        unit=invitation.unit,
        language=definition.language_or_main(invitation.language),
        link=invitation.link,
        stop_link=invitation.stop_link,
        written_at=invitation.created_at,
        visited_at=invitation.use_happened_at,
        known=addressing.words_about(invitation.survey, invitation.customer, invitation.unit),
    )


def context_of(matter: Matter) -> dict:
    """What the mail's three files speak of, in the language that is spoken around it."""
    title, length = _title(matter), length_of(matter.definition, matter.language)
    place = promises.asker(matter.survey.organisation, matter.unit)
    visit_day = _visit_day(matter)
    known = {
        placeholders.FIRST_NAME: matter.known.get(inserting.FIRST_NAME, ""),
        placeholders.PLACE: place,
        placeholders.VISIT: _("your visit on %(day)s") % {"day": visit_day} if visit_day else _("your visit"),
        placeholders.QUESTIONS: length.questions,
        placeholders.MINUTES: length.minutes,
    }
    own = matter.letter.texts.get(matter.language) or {}
    return {
        "language": matter.language,
        "organisation_name": sender_name(matter.survey.organisation),
        "place": place,
        "title": title,
        "subject_words": one_line(placeholders.fill(own.get("subject", ""), known)),
        "message": placeholders.fill(own.get("message", ""), known),
        "first_name": known[placeholders.FIRST_NAME],
        "visit_day": visit_day,
        "length": length,
        "says_length": placeholders.names_in(own.get("message", "")) >= _LENGTH,  # in the organisation's own words
        "contact_name": one_line(matter.letter.reply_to_name),
        "contact_email": one_line(matter.letter.reply_to_email),
        "link": matter.link,
        "stop_link": matter.stop_link,
        "asks_link": asks_link(matter.survey.organisation, matter.language),
        **_answers(matter),
    }


@dataclass(frozen=True)
class Length:
    """How much is asked, for certain: `number` of questions, and `more` that come after some answers only."""

    number: int
    more: int
    whole_minutes: int  # 0 stands for less than one
    questions: str  # "2 questions"
    minutes: str  # "2 minutes", "less than a minute"


def length_of(definition: Definition, language: str) -> Length:
    more = sum(1 for question in definition.questions if question.show_if)
    number = len(definition.questions) - more
    minutes = estimating.minutes_to_answer(definition, definition.questions, language=language)
    questions = ngettext("%(count)d question", "%(count)d questions", number) % {"count": number}
    words = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return Length(number, more, minutes, questions, words if minutes else _("less than a minute"))


def sender_name(organisation: Organisation) -> str:
    """Who the organisation says it is."""
    return one_line(organisation.sender_name or organisation.name)


def asks_link(organisation: Organisation, language: str) -> str:
    """Where anybody can see what this organisation asks just now, and check a link of ours; empty where it has none.

    It goes on in the mail's language.
    """
    if not organisation.asks_key:
        return ""
    page = reverse("invitations:asking_who", args=[organisation.asks_key])
    return f"{settings.SITE_URL}{page}?{urlencode({'language': language})}"


def _title(matter: Matter) -> str:
    return one_line(_in_language(matter, matter.definition.title))


def _visit_day(matter: Matter) -> str:
    """ "14 November", where the organisation lives; empty where nobody knows."""
    if matter.visited_at is None:
        return ""
    day = timezone.localtime(matter.visited_at, matter.survey.organisation.zone).date()
    is_long_ago = matter.written_at - matter.visited_at > LONG_AGO
    return date_format(day, "DATE_FORMAT" if is_long_ago else "MONTH_DAY_FORMAT")


def _answers(matter: Matter) -> dict:
    """The first question with its answers as links, where the mail is to carry them and can."""
    question = answer_links.question_for(matter.definition) if matter.letter.answers_in_mail else None
    if question is None:
        return {"answers": []}
    answers = answer_links.links(matter.link, matter.definition, matter.language, customer=dict(matter.known))
    return {
        "question": _in_language(matter, question.texts),
        "question_hint": answer_links.hint(question, matter.definition, matter.language),
        "answers": answers,
        "answer_rows": answer_links.in_rows(question, answers),
    }


def _in_language(matter: Matter, written: dict[str, str]) -> str:
    text = texts.in_language(written, matter.language, *matter.definition.languages)
    return inserting.fill(text, customer=matter.known)
