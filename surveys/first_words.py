"""The words a new survey and a new question begin with, in every language the survey promises."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation
from surveys.drafts.holding import new_option_key
from surveys.question_kinds import CHOOSING, CLOSED


def first_words_of(kind: str, languages: list[str]) -> dict:
    """Prompt and options for a new question of this kind: room to say why is there from the start."""
    words: dict = {}
    if kind in CLOSED:
        words["prompt"] = {"neutral": _in_each(languages, lambda: _("What made it so?"))}
    if kind in CHOOSING:
        words["options"] = [{"key": new_option_key(), "texts": {}} for _number in range(2)]
    return words


def title_of(organisation: Organisation, languages: list[str]) -> dict[str, str]:
    """The heading the customer sees until somebody writes a better one."""
    return _in_each(languages, lambda: _("%(name)s asks: how was it?") % {"name": organisation.name})


def thanks_in(languages: list[str]) -> dict[str, str]:
    return _in_each(languages, lambda: _("What you wrote is read by those who can do something about it."))


def _in_each(languages: list[str], words) -> dict[str, str]:
    spoken = {}
    for language in languages:
        with override(language):
            spoken[language] = words()
    return spoken
