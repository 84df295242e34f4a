"""What one press in the review did, told in a few sentences; made when shown, so no words of a customer are kept."""

from django.utils.translation import gettext as _

from common.templatetags.enmil import SEVERITY_WORDS
from insights import categories
from insights.coding import Reading
from insights.judging import POLARITY_WORDS
from insights.models import Incident
from insights.models.incident import POSITIVE


def in_words(reading: Reading) -> str:
    """A reading in a row: what it is about, good or bad, how much it meant."""
    if not reading.is_incident:
        return _("not an incident")
    words = [categories.label(reading.category), str(POLARITY_WORDS.get(reading.polarity, reading.polarity))]
    return " · ".join([*words, *([str(SEVERITY_WORDS[reading.severity])] if reading.severity else [])])


def beside_the_guess(said: Reading, incident: Incident) -> list[str]:
    """For who has read it blind: one's own words, and the guess that was hidden."""
    guess = Reading.guessed(incident)
    if said == guess:
        return [_("You said: %(said)s. The guess was the same.") % {"said": in_words(said)}]
    return [_("You said: %(said)s. The guess was: %(guess)s.") % {"said": in_words(said), "guess": in_words(guess)}]


def changes(was: Reading, now: Reading) -> list[str]:
    """What is different now."""
    if not now.is_incident:
        return [_("Noted: not an incident. The words stay with the answer.")]
    lacks_severity = now.polarity != POSITIVE and now.severity is None
    if was == now and not lacks_severity:
        return [_("Kept as it was: it is right.")]
    told = []
    if now.category != was.category:
        told.append(_("Moved to %(category)s.") % {"category": categories.label(now.category)})
    if now.polarity != was.polarity or was == now:
        told.append(_("Good or bad: it is “%(polarity)s” now.") % {"polarity": POLARITY_WORDS[now.polarity]})
    if now.severity and now.severity != was.severity:
        told.append(_("How much it meant: “%(severity)s”.") % {"severity": SEVERITY_WORDS[now.severity]})
    return told


def whereabouts(task_id_before: int | None, incident: Incident, headline: str) -> list[str]:
    """To which improvement it has gone; `headline` is empty where the reader may not see it."""
    if incident.task_id == task_id_before:
        return []
    if incident.task_id is None:
        return [_("It has left the improvement it belonged to.")]
    return [_("It now belongs to “%(headline)s”.") % {"headline": headline.rstrip(" .")}] if headline else []
