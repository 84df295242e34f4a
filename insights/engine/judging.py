"""One passage judged: its likelihoods, the words in it and the rating beside it, weighed against each other."""

from dataclasses import dataclass

from insights.engine import weighing
from insights.engine.shapes import TREATMENT_GROUP

IS_INCIDENT = 0.5
IS_TREATMENT = 0.6  # of a head balanced towards recall: above it the cause is sought among how people met
IS_TREATMENT_BY_WORDS = 0.35  # the same for who reads by words alone, and would overlook more
IS_GRAVE = 0.3  # of a head balanced towards recall: above it severity 4 though no word said so
UNSURE = 0.5  # below this likelihood of the category it is likelier wrong than right, and a person should look
HARDLY_ITS_OWN = 0.4  # below this a sentence has no sure cause of its own and joins its neighbour of the same mood
HARDLY_TOLD = 0.3  # the most confidence in an incident of one or two words, none of which praises or blames
MISSED_HARM_COSTS = 3.0  # overlooking ill-treatment is worse than reading a kind word as a hard one
MISSED_TREATMENT_COSTS = 1.8  # the same where no word is hard but the story is of how people met
MISSED_BY_WORDS_COSTS = 2.0  # the same for who reads by words alone, and so knows less of what was meant
PRAISE_WEIGHS = 0.6  # of the head for reviews, least in stories of how people met: of those others know more
LOW_RATING_LEANS, HIGH_RATING_LEANS = 16.0, 2.2  # a "no" beside the words says more than a "yes"
SURE_OF_DANGER = 0.3  # without a word of danger or of exposure, only a sure head may call it safety
_HARD_WORDS = ("rude", "ignored", "lie", "notmine", "humiliated", "harm", "exposed", "leaving", "telling")
_KIND_WORDS = ("warm", "duty", "relief", "fixed", "honest")
_HARM_WORDS = ("harm", "exposed")
_DANGER_WORDS = (*_HARM_WORDS, "danger", "privacy")
STRANGE_IS_UNSURE = 0.2  # the most confidence in a guess about a language the engine was never taught


@dataclass(frozen=True)
class Answer:
    """What holds for a whole answer while its passages are judged."""

    text: str
    visible: str
    language: str
    rating: int | None
    is_strange: bool  # in none of the five languages
    by_words_alone: bool
    consequence: dict[str, list[str]]


@dataclass(frozen=True)
class Verdict:
    """What was decided about one passage."""

    incident: bool
    polarity: str
    category: str | None
    severity: int | None
    confidence: float


@dataclass
class Piece:
    """A span with its likelihoods while it is being judged."""

    start: int
    end: int
    incident: float
    polarity: dict[str, float]
    category: dict[str, float]
    treatment: float
    grave: float
    kind: float  # if it is of the treatment group: whether people were met well

    @property
    def length(self):
        return self.end - self.start


def leaned_on(moods: dict[str, float], *, praise: float, treatment: float) -> dict[str, float]:
    """The likelihood of each mood when the head for reviews weighs in; how likely no mood is stays as it was."""
    weight = PRAISE_WEIGHS * (1 - treatment)
    good = moods.get("positive", 0) * praise**weight
    bad = moods.get("negative", 0) * (1 - praise) ** weight
    moody = moods.get("positive", 0) + moods.get("negative", 0)
    return moods | {"positive": moody * good / (good + bad), "negative": moody * bad / (good + bad)}


def merged(pieces: list[Piece]) -> list[Piece]:
    """A story told in several sentences is one unit: neighbours of one mood and one cause join."""
    joined = []
    for piece in pieces:
        if joined and _one_story(joined[-1], piece):
            joined[-1] = _averaged(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def judged(piece: Piece, answer: Answer, hits: dict[str, list[str]]) -> Verdict:
    """The verdict on one passage; `hits` are the word families in it."""
    passage = answer.visible[piece.start : piece.end]
    if not any(map(str.isalpha, passage)):
        return Verdict(False, "neutral", None, None, 0.0)
    polarity = _polarity(piece, hits, answer)
    incident = piece.incident >= IS_INCIDENT
    if polarity == "neutral" and incident:
        polarity = max(("negative", "positive"), key=_moods(piece).get)
    if polarity == "negative" and _words_in(passage) == 1 and not hits and _is_rated_well(answer):
        polarity, incident = "neutral", False  # a word no list knows, beside a high rating
    if polarity == "positive" and _words_in(passage) == 1:
        incident = False  # "Ja!!" is a mood; one bad word ("Bedrägeri.") may be the gravest story of all
    category = _category(piece, hits, polarity, answer) if incident else None
    severity = None
    if incident and polarity == "negative":
        severity = weighing.severity(
            answer.consequence | hits, category=category, rating=answer.rating, is_grave=piece.grave >= IS_GRAVE
        )
    confidence = piece.category.get(category, 0.0) if incident else 1 - piece.incident
    if incident and not hits and _words_in(passage) <= 2:
        confidence = min(confidence, HARDLY_TOLD)
    if answer.is_strange:
        confidence = min(confidence, STRANGE_IS_UNSURE)
    return Verdict(incident, polarity, category, severity, round(confidence, 3))


def _mood(piece):
    return max(piece.polarity, key=piece.polarity.get)


def _cause(piece):
    return max(piece.category, key=piece.category.get)


def _one_story(left, right):
    """Same mood, and the same cause or a cause one of them is not sure of."""
    moods = {_mood(left), _mood(right)} - {"neutral"}
    if len(moods) > 1:
        return False
    if (left.incident >= IS_INCIDENT) != (right.incident >= IS_INCIDENT):
        return False
    unsure = min(max(left.category.values()), max(right.category.values())) < HARDLY_ITS_OWN
    return unsure or _cause(left) == _cause(right)


def _averaged(left, right):
    share = left.length / (left.length + right.length)

    def mean(one, other):
        return {key: share * one[key] + (1 - share) * other[key] for key in one}

    return Piece(
        left.start,
        right.end,
        incident=max(left.incident, right.incident),
        polarity=mean(left.polarity, right.polarity),
        category=mean(left.category, right.category),
        treatment=max(left.treatment, right.treatment),
        grave=max(left.grave, right.grave),
        kind=share * left.kind + (1 - share) * right.kind,
    )


def _words_in(passage: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in passage.split())


def _polarity(piece, hits, answer):
    """The words decide; a rating leans on the scale, a low one so heavily that only sure praise withstands it."""
    rating = answer.rating
    scores = dict(piece.polarity) if rating is not None and rating < 3 else _moods(piece)
    if _is_rated_well(answer):
        scores["positive"] = scores.get("positive", 0) * HIGH_RATING_LEANS
    elif rating is not None and rating < 3:
        scores["negative"] = scores.get("negative", 0) * LOW_RATING_LEANS
    elif _is_of_people(piece):
        costs = MISSED_BY_WORDS_COSTS if answer.by_words_alone else MISSED_TREATMENT_COSTS
        scores["negative"] = scores.get("negative", 0) * costs
    if any(family in hits for family in _HARD_WORDS) and not any(family in hits for family in _KIND_WORDS):
        scores["negative"] = scores.get("negative", 0) * MISSED_HARM_COSTS
    return max(scores, key=scores.get)


def _is_rated_well(answer):
    return answer.rating is not None and answer.rating > 3


def _is_of_people(piece):
    return piece.incident >= IS_INCIDENT and piece.treatment >= 0.5


def _moods(piece):
    """The likelihood of each mood; in a story of how people met, the head for such weighs in."""
    if not _is_of_people(piece):
        return dict(piece.polarity)
    good, bad = piece.polarity.get("positive", 0), piece.polarity.get("negative", 0)
    good_share = (1 - piece.treatment) * good / ((good + bad) or 1) + piece.treatment * piece.kind
    told = {"positive": (good + bad) * good_share, "negative": (good + bad) * (1 - good_share)}
    return dict(piece.polarity) | told


def _category(piece, hits, polarity, answer):
    """The likeliest cause; likely enough harm or ill-treatment goes first, so that it is not missed."""
    if polarity == "negative" and any(family in hits for family in _HARM_WORDS):
        return "safety"
    likely = _cause(piece)
    if likely == "safety" and piece.category["safety"] < SURE_OF_DANGER and not any(w in hits for w in _DANGER_WORDS):
        likely = max(piece.category.keys() - {"safety"}, key=piece.category.get)
    is_treatment = piece.treatment >= (IS_TREATMENT_BY_WORDS if answer.by_words_alone else IS_TREATMENT)
    if likely != "safety" and is_treatment and likely not in TREATMENT_GROUP:
        return max(TREATMENT_GROUP, key=lambda code: piece.category.get(code, 0))
    return likely
