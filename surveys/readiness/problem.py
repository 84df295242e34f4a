"""One thing to look at before publishing, and how serious it is."""

from dataclasses import dataclass

BLOCK, STRONG, ADVICE, HINT = "block", "strong", "advice", "hint"
SEVERITIES = (BLOCK, STRONG, ADVICE, HINT)


@dataclass(frozen=True)
class Problem:
    code: str  # the handbook's name of the rule where it has one
    message: str  # lazily translated, says what to do
    where: int | None = None  # the question's id; None for the survey itself
    severity: str = BLOCK  # STRONG is advice that a person may set aside by saying why
    language: str = ""  # the first it is about, where it is about some and not all
    control: str = ""  # of the text to go on with, as the builder's form names it: "text", "option-3fa9"

    @property
    def blocks(self) -> bool:
        return self.severity == BLOCK
