"""What is asked: surveys in frozen versions, their questions, and the moments they are about."""

from surveys.models.bank_question import BankQuestion
from surveys.models.draft_change import DraftChange
from surveys.models.question import Question
from surveys.models.survey import Survey
from surveys.models.survey_version import SurveyVersion
from surveys.models.touchpoint import Touchpoint
from surveys.models.walk import Walk

__all__ = ["BankQuestion", "DraftChange", "Question", "Survey", "SurveyVersion", "Touchpoint", "Walk"]
