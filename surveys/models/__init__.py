"""What is asked: surveys in frozen versions, their questions, and the moments they are about."""

from surveys.models.question import Question
from surveys.models.survey import Survey
from surveys.models.survey_version import SurveyVersion
from surveys.models.touchpoint import Touchpoint

__all__ = ["Question", "Survey", "SurveyVersion", "Touchpoint"]
