"""The pipeline: an answer in, its units judged, the worst one on top."""

import threading

import insights.engine.splitting as splitting
from insights.engine import vectors, weighing, wording
from insights.engine.balancing import Voices
from insights.engine.judging import Answer, Piece, judged, leaned_on, merged
from insights.engine.languages import seed_listener
from insights.engine.learning import Heads, Lesson, seed_embedder, seeds
from insights.engine.shapes import CATEGORY_BY_CODE, TREATMENT_GROUP, Analysis, Unit

BY_WORDS, BY_SENTENCES_TOO = "tfidf-6", "e5+tfidf-6"
OWN_WORDS = 0.7  # how much a unit's own words weigh against the whole answer's


class Reader:
    """The seeds and, when given, what an organisation has taught. Safe to share between threads."""

    voices = Voices()

    def __init__(self, taught: tuple[Lesson, ...] = ()):
        if taught:
            self.voices = Voices(taught, shipped=shared_reader().heads)
        self.lessons = (*seeds(), *taught)
        self.heads = Heads(self.lessons, embedders=(seed_embedder(), *vectors.close_embedders()))
        self.listener = seed_listener()
        self.version = engine_version()

    def analyse_many(self, rows) -> list[Analysis]:
        """Each row is (text, language, rating or None)."""
        texts = [splitting.readable(text) for text, _, _ in rows]
        languages = self.listener.languages(texts, [language for _, language, _ in rows])
        spans = [splitting.spans(text, language=language) for text, language in zip(texts, languages, strict=True)]
        likelihoods = self._likelihoods(texts, languages, spans)
        strange = self.listener.strange(texts)
        by_words_alone = self.version == BY_WORDS
        analyses = []
        for n, pieces in enumerate(likelihoods):
            text, _, rating = rows[n]
            consequence = weighing.consequence(wording.hits(texts[n], language=languages[n]))
            answer = Answer(text, texts[n], languages[n], rating, strange[n], by_words_alone, consequence)
            units = tuple(self._unit(piece, answer) for piece in merged(pieces))
            analyses.append(_summed_up(units, answer.language, self.version))
        return analyses

    def _unit(self, piece, answer):
        hits = wording.hits(answer.visible[piece.start : piece.end], language=answer.language)
        verdict = judged(piece, answer, hits)
        return Unit(
            start=piece.start,
            end=piece.end,
            text=answer.text[piece.start : piece.end],
            incident=verdict.incident,
            polarity=verdict.polarity,
            category=verdict.category,
            severity=verdict.severity,
            confidence=verdict.confidence,
            flags=weighing.flags(hits),
            why=self._why(hits, verdict.category, verdict.polarity),
        )

    def _likelihoods(self, texts, languages, spans):
        """One encoding for all units and, where an answer has several, for the whole answer too."""
        bits, bit_languages = [], []
        for text, language, cuts in zip(texts, languages, spans, strict=True):
            chosen = [text[start:end] for start, end in cuts]
            bits += chosen + ([text] if len(chosen) > 1 else [])
            bit_languages += [language] * (len(chosen) + (len(chosen) > 1))
        if not bits:
            return [[] for _ in texts]
        scores = self.heads.likelihoods(bits, languages=bit_languages)
        causes = self.heads.category.labels
        scores = self.voices.heard(scores, bits, languages=bit_languages, causes=causes)
        answers, place = [], 0
        for cuts in spans:
            whole = place + len(cuts) if len(cuts) > 1 else None
            answers.append(
                [self._piece(cut, [score[place + n] for score in scores], whole, scores) for n, cut in enumerate(cuts)]
            )
            place += len(cuts) + (len(cuts) > 1)
        return answers

    def _piece(self, cut, own, whole, scores):
        incident, polarity, category, treatment, grave, kind, praise = own
        if whole is not None:
            category = OWN_WORDS * category + (1 - OWN_WORDS) * scores[2][whole]
            treatment = OWN_WORDS * treatment + (1 - OWN_WORDS) * scores[3][whole]
            praise = OWN_WORDS * praise + (1 - OWN_WORDS) * scores[6][whole]
        moods = dict(zip(self.heads.polarity.labels, polarity.tolist(), strict=True))
        return Piece(
            *cut,
            incident=float(incident[1]),
            polarity=leaned_on(moods, praise=float(praise[1]), treatment=float(treatment[1])),
            category=dict(zip(self.heads.category.labels, category.tolist(), strict=True)),
            treatment=float(treatment[1]),
            grave=float(grave[1]),
            kind=float(kind[1]),
        )

    def _why(self, hits, category, polarity):
        """The passages that spoke most for the verdict, heaviest first."""
        head = self.heads.category if category else self.heads.polarity
        row = head.labels.index(category or polarity)
        weights = {}
        for family, passages in hits.items():
            weight = head.word_weights[row][self.heads.family_column(family)]
            for passage in passages:
                weights[passage] = max(weight, weights.get(passage, 0.0))
        chosen = sorted((passage for passage in weights if weights[passage] > 0), key=lambda p: -weights[p])
        return tuple(chosen[:5])


def _gravity(unit):
    """Order of units: safety, severity, the treatment group; praise after trouble, talk last."""
    treated = unit.category in CATEGORY_BY_CODE and unit.category in TREATMENT_GROUP
    grave = unit.severity or 0
    return (unit.category == "safety" and grave > 0, grave, unit.incident, treated, unit.polarity != "neutral")


def _summed_up(units, language, version):
    if not units:
        return Analysis(language, False, "neutral", None, None, (), (), (), version)
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
        engine_version=version,
    )


def engine_version() -> str:
    """Which engine reads in this process; with and without the sentence embedder it finds different things."""
    return BY_SENTENCES_TOO if vectors.has_sentences() else BY_WORDS


_lock = threading.Lock()
_shared: list[Reader] = []


def shared_reader() -> Reader:
    """The process's reader, fitted from the seeds at first use, once however many threads ask."""
    if not _shared:
        with _lock:
            if not _shared:
                _shared.append(Reader())
    return _shared[0]


def taught_reader(lessons: tuple[Lesson, ...]) -> Reader:
    """A reader of one organisation: the seeds and its own lessons, newest first. Fitted in some seconds, and small, as
    all but the heads is shared with `shared_reader`; worth keeping while the lessons are the same."""
    return Reader(tuple(lessons)) if lessons else shared_reader()
