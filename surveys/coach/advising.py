"""The coach's one sentence: advise(text)."""

from surveys.coach import wording
from surveys.coach.advice import Advice
from surveys.coach.reading import Text
from surveys.coach.rules import RULES, Rule


def advise(text: str, *, language: str, help_text: str = "", is_prompt: bool = False) -> list[Advice]:
    """Everything worth saying about a question, in the chapter's order; an empty list when it is fine.

    The help text is read by the same rules; what is found there is about the whole. A motivation prompt is
    read by fewer. A language the coach does not speak gets the rules of length only.
    """
    question, explanation = Text(text, language), Text(help_text, language)
    found = []
    for rule in RULES.values():
        if not _applies(rule, language, is_prompt):
            continue
        span = rule.find(question) if text.strip() else None
        if span is None and _reads(rule, help_text) and rule.find(explanation):
            span = question.whole
        if span is not None:
            found.append(Advice(rule.id, rule.severity, span, language))
    return found


def _reads(rule: Rule, help_text: str) -> bool:
    """An explanation may well say "and" or "not", unless it asks."""
    return bool(help_text.strip()) and (not rule.only_in_questions or "?" in help_text)


def _applies(rule: Rule, language: str, is_prompt: bool) -> bool:
    spoken = rule.in_every_language or language in wording.LANGUAGES
    return spoken and (rule.in_prompts or not is_prompt)
