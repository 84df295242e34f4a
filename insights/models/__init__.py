"""What the answers mean and what we do about it."""

from insights.models.coding import Coding
from insights.models.engine_in_use import EngineInUse
from insights.models.improvement_task import ImprovementTask
from insights.models.incident import Incident
from insights.models.incident_vector import IncidentVector
from insights.models.response_analysis import ResponseAnalysis
from insights.models.teaching_round import TeachingRound
from insights.models.theme import Theme
from insights.models.theme_candidates import ThemeCandidates

__all__ = [
    "Coding",
    "EngineInUse",
    "ImprovementTask",
    "Incident",
    "IncidentVector",
    "ResponseAnalysis",
    "TeachingRound",
    "Theme",
    "ThemeCandidates",
]
