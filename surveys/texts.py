"""Texts in several languages, kept as JSON {language: text}."""


def in_language(texts: dict[str, str] | None, language: str, *fallbacks: str) -> str:
    """The text in `language`, else in the first fallback that has one, else any, else an empty string."""
    if not texts:
        return ""
    for candidate in (language, *fallbacks, "en"):
        if texts.get(candidate):
            return texts[candidate]
    return next((text for text in texts.values() if text), "")
