"""Two things in one question: the only rule that looks at how the words are joined."""

import re

from surveys.coach.reading import Text

_AND = {
    "sv": {"och", "samt"},
    "da": {"og", "samt"},
    "nb": {"og", "samt"},
    "fi": {"ja", "sekä"},
    "en": {"and"},
}
_ASKING = {
    "sv": "varför vad hur när vem vilka vilken vilket var",
    "da": "hvorfor hvad hvordan hvornår hvem hvilke",
    "nb": "hvorfor hva hvordan når hvem hvilke",
    "fi": "miksi mitä miten milloin kuka mikä ketä",
    "en": "why what how when who which",
}
_FIXED = {
    "sv": ["då och då", "till och med", "nu och då", "mer och mer", "av och till", "lugn och ro"],
    "da": ["nu og da", "til og med", "lidt efter lidt", "fred og ro"],
    "nb": ["av og til", "til og med", "nå og da", "ro og fred"],
    "fi": ["silloin ja tällöin", "niin ja näin", "rauha ja hiljaisuus"],
    "en": ["now and then", "up and running", "peace and quiet", "back and forth", "more and more"],
}
_FOLLOW_UP = {
    "sv": "varför vad berätta hur när",
    "da": "hvorfor hvad fortæl hvordan hvornår",
    "nb": "hvorfor hva fortell hvordan når",
    "fi": "miksi mitä mikä kerro miten milloin",
    "en": "why what tell how when",
}


def double_barrelled(text: Text) -> tuple[int, int] | None:
    """Two things in one question, so that a "no" cannot be read."""
    plain = [word.text for word in text.words]
    asking = _ASKING[text.language].split()
    for at, word in enumerate(text.words):
        if word.text not in _AND[text.language] or at == 0 or at == len(plain) - 1:
            continue
        if set(plain[at + 1 : at + 3]) & set(asking):
            continue
        if " ".join(plain[at - 1 : at + 2]) in _FIXED[text.language]:
            continue
        return (word.start, word.end)
    questions = [re.findall(r"\w+", question) for question in text.plain.split("?")]
    if len(questions) > 2 and questions[1] and questions[1][0] not in _FOLLOW_UP[text.language].split():
        return text.whole
    return None
