"""The pipeline: an answer in, its units judged, the worst one on top."""

import threading
from dataclasses import dataclass

import insights.engine.splitting as splitting
from insights.engine import weighing, wording
from insights.engine.languages import Listener
from insights.engine.learning import Heads, Lesson, seeds
from insights.engine.shapes import CATEGORY_BY_CODE, TREATMENT_GROUP, Analysis, Unit

ENGINE_VERSION = "tfidf-2"
IS_INCIDENT = 0.45
IS_TREATMENT = 0.35  # of a head balanced towards recall
IS_GRAVE = 0.3  # of a head balanced towards recall: above it severity 4 though no word said so
UNSURE = 0.4  # below this likelihood of the category a person should look
MISSED_HARM_COSTS = 4.0  # overlooking ill-treatment is worse than reading a kind word as a hard one
MISSED_TREATMENT_COSTS = 2.0  # the same where no word is hard but the story is of how people met
LOW_RATING_LEANS, HIGH_RATING_LEANS = 8.0, 3.0  # a "no" beside the words says more than a "yes"
SURE_OF_DANGER = 0.3  # without a word of danger or of exposure, only a sure head may call it safety
OWN_WORDS = 0.7  # how much a unit's own words weigh against the whole answer's
_HARD_WORDS = ("rude", "ignored", "lie", "notmine", "humiliated", "harm", "exposed", "leaving", "telling")
_KIND_WORDS = ("warm", "duty", "relief", "fixed", "honest")
_HARM_WORDS = ("harm", "exposed")
_DANGER_WORDS = (*_HARM_WORDS, "danger", "privacy")


@dataclass
class _Piece:
    """A span with its likelihoods while it is being judged."""

    start: int
    end: int
    incident: float
    polarity: dict[str, float]
    category: dict[str, float]
    treatment: float
    grave: float

    @property
    def length(self):
        return self.end - self.start


class Reader:
    """The seeds and, when given, what an organisation has taught. Safe to share between threads."""

    def __init__(self, taught: tuple[Lesson, ...] = ()):
        self.lessons = (*seeds(), *taught)
        self.heads = Heads(self.lessons)
        self.listener = Listener(list(seeds()))

    def analyse_many(self, rows) -> list[Analysis]:
        """Each row is (text, language, rating or None)."""
        texts = [splitting.readable(text) for text, _, _ in rows]
        languages = self.listener.languages(texts, [language for _, language, _ in rows])
        spans = [splitting.spans(text, language=language) for text, language in zip(texts, languages, strict=True)]
        likelihoods = self._likelihoods(texts, languages, spans)
        analyses = []
        for (text, _, rating), visible, language, pieces in zip(rows, texts, languages, likelihoods, strict=True):
            consequence = weighing.consequence(wording.hits(visible, language=language))
            units = tuple(
                self._judged(piece, text, visible, language, rating, consequence) for piece in self._merged(pieces)
            )
            analyses.append(_summed_up(units, language))
        return analyses

    def _likelihoods(self, texts, languages, spans):
        """One encoding for all units and, where an answer has several, for the whole answer too."""
        bits, bit_languages = [], []
        for text, language, cuts in zip(texts, languages, spans, strict=True):
            chosen = [text[start:end] for start, end in cuts]
            bits += chosen + ([text] if len(chosen) > 1 else [])
            bit_languages += [language] * (len(chosen) + (len(chosen) > 1))
        if not bits:
            return [[] for _ in texts]
        matrix = self.heads.embedder.encode(bits, languages=bit_languages)
        heads = self.heads.in_order
        scores = [head.predict_proba(matrix) for head in heads]
        answers, place = [], 0
        for cuts in spans:
            whole = place + len(cuts) if len(cuts) > 1 else None
            answers.append(
                [self._piece(cut, [score[place + n] for score in scores], whole, scores) for n, cut in enumerate(cuts)]
            )
            place += len(cuts) + (len(cuts) > 1)
        return answers

    def _piece(self, cut, own, whole, scores):
        incident, polarity, category, treatment, grave = own
        if whole is not None:
            category = OWN_WORDS * category + (1 - OWN_WORDS) * scores[2][whole]
            treatment = OWN_WORDS * treatment + (1 - OWN_WORDS) * scores[3][whole]
        return _Piece(
            *cut,
            incident=float(incident[1]),
            polarity=dict(zip(self.heads.polarity.classes_.tolist(), polarity.tolist(), strict=True)),
            category=dict(zip(self.heads.category.classes_.tolist(), category.tolist(), strict=True)),
            treatment=float(treatment[1]),
            grave=float(grave[1]),
        )

    def _merged(self, pieces):
        """A story told in several sentences is one unit: neighbours of one mood and one cause join."""
        merged = []
        for piece in pieces:
            if merged and _one_story(merged[-1], piece):
                merged[-1] = _averaged(merged[-1], piece)
            else:
                merged.append(piece)
        return merged

    def _judged(self, piece, text, visible, language, rating, consequence):
        passage = visible[piece.start : piece.end]
        hits = wording.hits(passage, language=language)
        polarity = _polarity(piece, hits, rating)
        incident = piece.incident >= IS_INCIDENT and any(character.isalpha() for character in passage)
        if polarity == "neutral" and incident:
            polarity = max(("negative", "positive"), key=lambda mood: piece.polarity.get(mood, 0))
        if polarity == "positive" and _is_one_word(passage):
            incident = False  # "Ja!!" is a mood; one bad word ("Bedrägeri.") may be the gravest story of all
        category = _category(piece, hits, polarity) if incident else None
        severity = None
        if incident and polarity == "negative":
            severity = weighing.severity(
                consequence | hits, category=category, rating=rating, is_grave=piece.grave >= IS_GRAVE
            )
        return Unit(
            start=piece.start,
            end=piece.end,
            text=text[piece.start : piece.end],
            incident=incident,
            polarity=polarity,
            category=category,
            severity=severity,
            confidence=round(piece.category.get(category, 0.0) if incident else 1 - piece.incident, 3),
            flags=weighing.flags(hits),
            why=self._why(hits, category if incident else None, polarity),
        )

    def _why(self, hits, category, polarity):
        """The passages that spoke most for the verdict, heaviest first."""
        head = self.heads.category if category else self.heads.polarity
        row = list(head.classes_).index(category or polarity)
        weights = {}
        for family, passages in hits.items():
            weight = head.coef_[row][self.heads.embedder.family_column(family)]
            for passage in passages:
                weights[passage] = max(weight, weights.get(passage, 0.0))
        chosen = sorted((passage for passage in weights if weights[passage] > 0), key=lambda p: -weights[p])
        return tuple(chosen[:5])


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
    unsure = min(max(left.category.values()), max(right.category.values())) < UNSURE
    return unsure or _cause(left) == _cause(right)


def _averaged(left, right):
    share = left.length / (left.length + right.length)

    def mean(one, other):
        return {key: share * one[key] + (1 - share) * other[key] for key in one}

    return _Piece(
        left.start,
        right.end,
        incident=max(left.incident, right.incident),
        polarity=mean(left.polarity, right.polarity),
        category=mean(left.category, right.category),
        treatment=max(left.treatment, right.treatment),
        grave=max(left.grave, right.grave),
    )


def _is_one_word(passage: str) -> bool:
    return sum(any(character.isalpha() for character in word) for word in passage.split()) == 1


def _polarity(piece, hits, rating):
    """The words decide; a rating leans on the scale, a low one so heavily that only sure praise withstands it."""
    scores = dict(piece.polarity)
    if rating is not None and rating > 3:
        scores["positive"] = scores.get("positive", 0) * HIGH_RATING_LEANS
    elif rating is not None and rating < 3:
        scores["negative"] = scores.get("negative", 0) * LOW_RATING_LEANS
    elif piece.treatment >= 0.5:
        scores["negative"] = scores.get("negative", 0) * MISSED_TREATMENT_COSTS
    if any(family in hits for family in _HARD_WORDS) and not any(family in hits for family in _KIND_WORDS):
        scores["negative"] = scores.get("negative", 0) * MISSED_HARM_COSTS
    return max(scores, key=scores.get)


def _category(piece, hits, polarity):
    """The likeliest cause; likely enough harm or ill-treatment goes first, so that it is not missed."""
    if polarity == "negative" and any(family in hits for family in _HARM_WORDS):
        return "safety"
    likely = _cause(piece)
    if likely == "safety" and piece.category["safety"] < SURE_OF_DANGER and not any(w in hits for w in _DANGER_WORDS):
        likely = max(piece.category.keys() - {"safety"}, key=piece.category.get)
    if likely != "safety" and piece.treatment >= IS_TREATMENT and likely not in TREATMENT_GROUP:
        return max(TREATMENT_GROUP, key=lambda code: piece.category.get(code, 0))
    return likely


def _gravity(unit):
    """Order of units: safety, severity, the treatment group; praise after trouble, talk last."""
    treated = unit.category in CATEGORY_BY_CODE and unit.category in TREATMENT_GROUP
    grave = unit.severity or 0
    return (unit.category == "safety" and grave > 0, grave, unit.incident, treated, unit.polarity != "neutral")


def _summed_up(units, language):
    if not units:
        return Analysis(language, False, "neutral", None, None, (), (), (), ENGINE_VERSION)
    worst = max(units, key=_gravity)
    praised = any(unit.polarity == "positive" for unit in units)
    return Analysis(
        language=language,
        incident=worst.incident,
        polarity="mixed" if worst.incident and worst.polarity == "negative" and praised else worst.polarity,
        category=worst.category,
        severity=worst.severity,
        units=units,
        why=worst.why,
        flags=tuple(dict.fromkeys(flag for unit in units for flag in unit.flags)),
        engine_version=ENGINE_VERSION,
    )


_lock = threading.Lock()
_shared: list[Reader] = []


def shared_reader() -> Reader:
    """The process's reader, fitted from the seeds at first use, once however many threads ask."""
    if not _shared:
        with _lock:
            if not _shared:
                _shared.append(Reader())
    return _shared[0]
