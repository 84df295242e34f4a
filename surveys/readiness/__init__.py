"""What stands between a draft and its customers. Each rule is one function; a page shows its problems in place."""

from surveys.readiness.checking import add_rule, problems
from surveys.readiness.draft import Draft
from surveys.readiness.problem import ADVICE, BLOCK, HINT, SEVERITIES, STRONG, Problem

__all__ = [
    "ADVICE",
    "BLOCK",
    "HINT",
    "SEVERITIES",
    "STRONG",
    "Draft",
    "Problem",
    "add_rule",
    "problems",
]
