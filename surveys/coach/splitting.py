"""The two questions inside a double-barrelled one."""


def split(text: str, *, language: str) -> tuple[str, str] | None:
    """The two questions, each whole; None when that cannot be done honestly."""
    from surveys.coach.reading import Text

    halves = [half.strip() for half in text.split("?") if half.strip()]
    if len(halves) == 2 and len(Text(text, language).words) > 3:
        return halves[0] + "?", halves[1] + "?"
    return None
