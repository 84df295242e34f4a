"""Counting in words: how many people, and how many are spared for which reason."""

from collections import Counter
from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from invitations.models import Spared

Reason = Spared.Reason


def number(count: int) -> str:
    """ "9,870" to an Englishman."""
    return number_format(count, use_l10n=True, force_grouping=True)


def people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": number(count)}


def reasons(counts: Mapping[str, int], organisation: Organisation) -> list[str]:
    """One line for each reason somebody is spared for, the most frequent first; see `resting.words_for` for MAILS."""
    told = Counter(counts)
    told[Reason.OFTEN] += told.pop(Reason.MAILS, 0)
    ordered = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    return [_words(reason, count, organisation) for reason, count in ordered if count]


def _words(reason: str, count: int, organisation: Organisation) -> str:
    told = {"count": number(count), "days": organisation.rest_days}
    if reason == Reason.RESTING:
        return (
            ngettext(
                "%(count)s was asked less than %(days)s days ago",
                "%(count)s were asked less than %(days)s days ago",
                count,
            )
            % told
        )
    if reason == Reason.OFTEN:
        words = ngettext(
            "%(count)s has been asked often enough this year", "%(count)s have been asked often enough this year", count
        )
    elif reason == Reason.BOUNCED:
        words = ngettext(
            "%(count)s cannot be reached: mails come back", "%(count)s cannot be reached: mails come back", count
        )
    else:
        words = ngettext(
            "%(count)s is to get no questions, as they or a colleague said",
            "%(count)s are to get no questions, as they or a colleague said",
            count,
        )
    return words % told


def spared(count: int) -> str:
    """The line above the reasons."""
    return _("%(people)s spared") % {"people": people(count)} if count else _("Nobody is spared")
