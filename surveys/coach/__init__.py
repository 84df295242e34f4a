"""The question coach: reads along while somebody writes a question, and says kindly what would make it better.

Plain Python and JSON: it knows neither Django nor the database. The chapter it follows is the handbook's
"Question coach"; its rules, severities and messages are kept word for word in `words/`.
"""

from surveys.coach.advice import Advice, shown
from surveys.coach.advising import advise
from surveys.coach.rules import RULES
from surveys.coach.splitting import split

__all__ = ["RULES", "Advice", "advise", "shown", "split"]
