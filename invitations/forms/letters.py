"""The letter: who asks, who reads a reply, and the organisation's own words in each language of the survey."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import languages
from invitations.forms.gaps import ForgivingForm
from invitations.mailings import letters
from invitations.mailings.letters import Letter
from invitations.mails import placeholders
from surveys.definitions import published_definition
from surveys.models import Survey

SUBJECT_AT_MOST, MESSAGE_AT_MOST = 120, 2000
DAYS_AT_MOST, REMINDER_AT_MOST = 60, 14
TIMES = ("not_before_days", "reminder_after_days")
TEST = "test"  # the button that sends the letter to oneself, by its language
PLAIN = ("from_name", "reply_to_name", "reply_to_email", *TIMES)  # as they stand in the letter
LINKS, ONE_LINK = "answers", "link"


class LetterForm(ForgivingForm):
    """Fields that were not sent stay as they are in the letter, so that a page may show some of them only."""

    use_required_attribute = False

    from_name = forms.CharField(
        label=_("Who asks"), help_text=_("What stands in the From line of the mail."), max_length=120
    )
    reply_to_name = forms.CharField(label=_("Who reads the replies"), help_text=_("A person, by name."), max_length=120)
    reply_to_email = forms.EmailField(
        label=_("Their address"), help_text=_("Somebody must read what arrives there."), max_length=254
    )
    first_question = forms.ChoiceField(
        label=_("How the mail asks"),
        choices=[
            (LINKS, _("With the first question and its answers as links")),
            (ONE_LINK, _("With one link to the questions")),
        ],
        widget=forms.RadioSelect,
    )
    not_before_days = forms.IntegerField(
        label=_("Not before so many days after the visit"),
        help_text=_("0 means that nobody waits. Who has no day of a visit gets the mail at once."),
        min_value=0,
        max_value=DAYS_AT_MOST,
    )
    reminder_after_days = forms.IntegerField(
        label=_("Days before the reminder"),
        help_text=_("One reminder at most, and never to somebody who has answered. 0 means no reminder."),
        min_value=0,
        max_value=REMINDER_AT_MOST,
    )

    def __init__(self, posted=None, *, survey: Survey, letter: Letter | None = None):
        self.survey, self.before = survey, letter or letters.default_for(survey)
        self.languages = languages_of(survey)
        stored = self._stored()
        if posted is not None:
            posted = posted.copy()
            for name, value in stored.items():
                posted.setdefault(name, value)
        super().__init__(posted, initial=stored)
        for code in self.languages:
            own = {"lang": code}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject"), required=False, max_length=SUBJECT_AT_MOST, widget=forms.TextInput(attrs=own)
            )
            self.fields[f"message_{code}"] = forms.CharField(
                label=_("Message"),
                required=False,
                max_length=MESSAGE_AT_MOST,
                widget=forms.Textarea(attrs=own | {"rows": 4}),
            )
        for name in TIMES:
            self.fields[name].widget.attrs |= {"inputmode": "numeric"}

    def clean_from_name(self) -> str:
        return _one_line(self.cleaned_data["from_name"])

    def clean_reply_to_name(self) -> str:
        return _one_line(self.cleaned_data["reply_to_name"])

    def clean(self) -> dict:
        told = super().clean()
        for code in self.languages:
            for name in (f"subject_{code}", f"message_{code}"):
                if unknown := placeholders.unknown_in(told.get(name) or ""):
                    self.add_error(name, _unknown(unknown))
        return told

    def letter(self) -> Letter:
        told = self.cleaned_data
        said = {
            code: {
                "subject": _one_line(told[f"subject_{code}"]),
                "message": told[f"message_{code}"].replace("\r\n", "\n").strip(),
            }
            for code in self.languages
        }
        # What was written in a language the survey no longer speaks is kept: it may come back.
        rest = {code: words for code, words in self.before.texts.items() if code not in self.languages}
        return Letter(
            **{name: told[name] for name in PLAIN},
            answers_in_mail=told["first_question"] == LINKS,
            texts=rest | {code: words for code, words in said.items() if any(words.values())},
        )

    @property
    def by_language(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """For the page: code, the language's name, its subject and its message."""
        return [
            (code, languages.name_of(code), self[f"subject_{code}"], self[f"message_{code}"]) for code in self.languages
        ]

    @property
    def has_own_words(self) -> bool:
        return any(subject.value() or message.value() for _code, _name, subject, message in self.by_language)

    @property
    def is_open(self) -> bool:
        """Whether somebody is at work behind the letter's fold: wrote, tried a test mail, or has to mend."""
        if not self.is_bound:
            return self.has_own_words
        behind = set(self.fields) - set(TIMES)
        return TEST in self.data or bool(behind & {*self.errors, *self.changed_data})

    @property
    def is_time_open(self) -> bool:
        """The same behind the fold of its days."""
        return self.is_bound and bool(set(TIMES) & {*self.errors, *self.changed_data})

    @property
    def waits_after_visit(self) -> bool:
        return str(self["not_before_days"].value() or "0").strip() not in ("", "0")

    @property
    def insertions(self) -> list[tuple[str, str]]:
        """What can be put into a text, and what comes in its place."""
        return [(_in_braces([name]), meaning) for name, meaning in placeholders.MEANINGS]

    def _stored(self) -> dict:
        letter = self.before
        stored = {name: getattr(letter, name) for name in PLAIN}
        stored["first_question"] = LINKS if letter.answers_in_mail else ONE_LINK
        for code in self.languages:
            said = letter.texts.get(code) or {}
            stored |= {f"{part}_{code}": said.get(part, "") for part in ("subject", "message")}
        return stored


def languages_of(survey: Survey) -> list[str]:
    """Those customers may meet it in, or will once it is published."""
    if survey.published_version_id:
        return list(published_definition(survey.published_version_id).languages)
    return list(survey.latest_version.languages)


def _unknown(names: list[str]) -> ValidationError:
    words = _("We do not know %(unknown)s. What you can put in is: %(known)s.")
    return ValidationError(words, params={"unknown": _in_braces(names), "known": _in_braces(placeholders.NAMES)})


def _in_braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _one_line(text: str) -> str:
    return " ".join(text.split())
