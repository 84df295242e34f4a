"""The two questions inside a double-barrelled one."""

from surveys.coach import wording
from surveys.coach.barrels import double_barrelled, joints, second_questions
from surveys.coach.finding import is_a
from surveys.coach.reading import Text

# Where the verb shows whether one or several are meant; the Scandinavian languages do not show it.
_FOR_SEVERAL = {"was": "were", "is": "are", "oliko": "olivatko", "onko": "ovatko"}
_SEVERAL = {"en": "s", "fi": "t"}
_FEWEST_WORDS = {"fi": 2}  # of a question; "was rude?" is none, "saitko kuitin?" is


def split(text: str, *, language: str) -> tuple[str, str] | None:
    """The two questions of a double-barrelled one, each whole; None when it cannot be done honestly.

    Only what stands in the text is used, with the first verb said twice where it was shared.
    """
    if language not in wording.LANGUAGES:
        return None
    asked = Text(text, language)
    found = list(joints(asked)), list(second_questions(asked))
    if found == ([], []) or len(found[0]) + len(found[1]) > 1:
        return None
    halves = _at_the_joint(asked, *found[0][0]) if found[0] else _at_the_mark(asked, *found[1][0])
    if halves is None or any(double_barrelled(Text(half, language)) for half in halves):
        return None
    return halves


def _at_the_mark(text: Text, begin: int, end: int) -> tuple[str, str] | None:
    if len(text.sentences) != 2:
        return None
    return _whole(text.between(0, begin)), _whole(text.between(begin, end))


def _at_the_joint(text: Text, first: int, after: int) -> tuple[str, str] | None:
    """Split at "and"; the words after it are a question, a thing and how it was, or one word."""
    if len(text.sentences) != 1 or text.sign_after(len(text.words) - 1) != "?":
        return None
    left, right = text.between(0, first), text.between(after, len(text.words))
    words_after = len(text.words) - after
    if _asks(text, after) and words_after >= _FEWEST_WORDS.get(text.language, 3):
        return _whole(left), _whole(right)
    if not is_a(text, 0, "copula") or any(is_a(text, at, "both") for at in range(first)):
        return None
    if words_after == 1 and first >= 3:
        return _whole(left), _whole(f"{text.between(0, first - 1)} {right}")
    if words_after >= 2 and is_a(text, after, "said_again"):
        return _whole(left), _whole(f"{_verb_for(text, after)} {right}")
    return None


def _asks(text: Text, at: int) -> bool:
    """Whether a question begins here: "did …", or, in the Scandinavian languages, any verb before its "you"."""
    return is_a(text, at, "opens_question") or is_a(text, at + 1, "asked_of")


def _verb_for(text: Text, thing: int) -> str:
    """The first verb, in the number of the thing it is said of again."""
    verb, ending = text.words[0].text, _SEVERAL.get(text.language)
    noun = thing + 1 if is_a(text, thing, "article") else thing
    if ending is None or noun >= len(text.words):
        return verb
    several = text.words[noun].text.endswith(ending) and not text.words[noun].text.endswith("ss")
    one = next((single for single, plural in _FOR_SEVERAL.items() if plural == verb), verb)
    return _FOR_SEVERAL.get(one, one) if several else one


def _whole(half: str) -> str:
    """Words as a question of their own: a capital first and one question mark last."""
    bare = half.strip(" ,;–—-?!.")
    return f"{bare[:1].upper()}{bare[1:]}?"
