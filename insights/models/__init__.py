"""What the answers mean and what we do about it."""

from insights.models.improvement_task import ImprovementTask
from insights.models.incident import Incident
from insights.models.response_analysis import ResponseAnalysis
from insights.models.theme import Theme

__all__ = ["ImprovementTask", "Incident", "ResponseAnalysis", "Theme"]
