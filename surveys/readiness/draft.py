"""What the rules look at: one draft with its questions, read once for all of them."""

from dataclasses import dataclass

from surveys import walking
from surveys.models import Question, Survey, SurveyVersion, Walk


@dataclass(frozen=True)
class Draft:
    version: SurveyVersion
    survey: Survey
    questions: list[Question]  # in their order, each with its moment
    looks: list[Walk]  # who has answered or read what is asked now

    @property
    def languages(self) -> list[str]:
        """Those the survey promises."""
        return self.version.languages

    @classmethod
    def of(cls, version: SurveyVersion) -> "Draft":
        questions = list(version.questions.select_related("touchpoint").order_by("position", "id"))
        return cls(version, version.survey, questions, walking.looks(version, questions))


def said(texts: dict[str, str] | None, language: str) -> bool:
    """True where there are words in this language."""
    return bool(((texts or {}).get(language) or "").strip())
