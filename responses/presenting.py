"""What the customer's pages say around the questions: who asks, who reads, how long, how anonymous. True words only."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.languages import own_name_of
from invitations.mails import addressing
from responses.opening import Opened
from responses.wishing import Wishes
from responses.wording import Wording
from surveys import estimating, promises
from surveys.definitions import Definition
from surveys.models import Survey
from surveys.texts import in_language

READ_WITHIN = timedelta(days=14)
LONGEST_HEADING = 48  # characters of the organisation's own thank-you that fit a heading


def minutes_words(definition: Definition, language: str) -> str:
    """ "About 2 minutes", by the same estimate the builder shows."""
    minutes = estimating.minutes_to_answer(definition, definition.questions, language=language)
    if not minutes:
        return _("Takes less than a minute")
    return ngettext("Takes about %(count)d minute", "Takes about %(count)d minutes", minutes) % {"count": minutes}


def asker(opened: Opened) -> str:
    """Who asks: the organisation as it signs, with the place where it is not the whole of it."""
    return promises.asker(opened.organisation, opened.unit)


def wording_for(opened: Opened, language: str) -> Wording:
    """The survey's texts for whoever stands behind the link; nobody's name where answers are nobody's."""
    customer = opened.invitation.customer if opened.invitation else None
    known = addressing.words_about(opened.survey, customer, opened.unit)
    if opened.is_preview:
        known = addressing.words_about_a_sample(opened.survey)
    return Wording(opened.definition, language, customer=known)


def about_words() -> str:
    return _("Your answers are read by the people who can do something about it.")


def anonymity_words(opened: Opened) -> str:
    """What is true of this link: an open one knows nobody, a personal one always leads back until its key is gone."""
    if opened.public_link is not None:
        return promises.anonymity(Survey.Anonymity.ANONYMOUS)
    if opened.is_personal and opened.survey.anonymity == Survey.Anonymity.ANONYMOUS:
        return promises.anonymity(Survey.Anonymity.PSEUDONYMOUS)
    return promises.anonymity(opened.survey.anonymity)


def about_facts(opened: Opened) -> list[tuple[str, str]]:
    """The rest of what a customer may want to know, as headings and words."""
    facts = [
        (_("Who asks"), asker(opened)),
        (_("Why we may ask"), promises.basis()),
        (_("Who reads"), _readers_words(opened)),
        (_("How long"), promises.kept(opened.survey)),
        (_("How it is sorted"), promises.sorting()),
        (_("Your choice"), _choice_words(opened)),
    ]
    if opened.public_link or opened.survey.anonymity == Survey.Anonymity.ANONYMOUS:
        facts.insert(3, (_("Names"), _("Leave names out if you wish to stay anonymous.")))
    elif opened.survey.anonymity == Survey.Anonymity.PSEUDONYMOUS:
        facts.insert(3, (_("Your link"), _("It ties your answer to you. Nobody who reads your answer sees it.")))
    return facts


def _readers_words(opened: Opened) -> str:
    if opened.survey.anonymity == Survey.Anonymity.NAMED and not opened.public_link:
        words = _("People at %(organisation)s who can do something about it.")
    else:
        words = _("People at %(organisation)s who can do something about it. Names are hidden from them.")
    return words % {"organisation": opened.organisation.name}


def _choice_words(opened: Opened) -> str:
    if opened.is_personal:
        return _("It is up to you whether you answer. You can change your answers until the survey closes.")
    return _("It is up to you whether you answer.")


def read_by_words(opened: Opened, *, sent_at) -> str:
    """ "One of us reads this by 5 December 2026.", in the organisation's time zone."""
    day: date = timezone.localtime(sent_at + READ_WITHIN, opened.organisation.zone).date()
    return _("One of us reads this by %(date)s.") % {"date": date_format(day, "DATE_FORMAT")}


def wishes_words(wishes: Wishes) -> list[str]:
    """What comes of the wishes beside the answers; without the address, because the link may have been forwarded."""
    promised = [
        (wishes.reply, _("You will get a reply from us, as you wished.")),
        (wishes.outcome, _("You will hear from us when we have done something about it.")),
    ]
    return [words for is_wished, words in promised if is_wished]


def steps_left(most: int, *, is_exact: bool, questions: int = 0) -> str:
    """What is left to do after an answer was chosen in the mail; `questions` must be answered on the same page."""
    if questions:
        words = ngettext(
            "%(count)d question left, then press Send", "%(count)d questions left, then press Send", questions
        )
        return words % {"count": questions}
    if most == 1:
        return _("One step left: press Send")
    if is_exact:
        return ngettext("%(count)d step left: press Continue", "%(count)d steps left: press Continue", most) % {
            "count": most
        }
    words = ngettext(
        "At most %(count)d step left: press Continue", "At most %(count)d steps left: press Continue", most
    )
    return words % {"count": most}


def most_pages(definition: Definition) -> int:
    """How often a page that grows can come back, at most: the longest row of questions that wait for each other."""
    depth: dict = {}
    for question in definition.questions:
        depth[question.key] = 1 + max((depth[key] for key in definition.waits_for.get(question.key, ())), default=0)
    return max(depth.values(), default=1)


def help_words(opened: Opened, language: str, *, is_needed: bool = False) -> str:
    """Whom somebody in need may call: where this survey may meet people in need, or this one may be; else empty."""
    if not (is_needed or opened.survey.shows_help_lines):
        return ""
    return in_language(opened.organisation.help_lines, language, opened.organisation.language)


def thanks_texts(wording: Wording) -> tuple[str, str]:
    """Heading and paragraph of the thank-you page: the organisation's own words where they fit, else ours."""
    own = wording.of(wording.definition.thanks).strip()
    if own and len(own) <= LONGEST_HEADING and "\n" not in own:
        return own, ""
    return _("Thank you"), own


def languages(opened: Opened, current: str, *, said: dict | None = None) -> list[dict]:
    """The languages of the version, each with a link to the same page; none where there is nothing to choose.

    `said` is what else its address says.
    """
    if len(opened.languages) < 2:
        return []
    return [
        {
            "code": code,
            "name": capfirst(own_name_of(code)),
            "url": f"?{urlencode({'language': code} | (said or {}))}",
            "current": code == current,
        }
        for code in opened.languages
    ]
