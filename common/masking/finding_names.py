"""Names of people, by what stands around them and by lists of names.

A capitalised word after a role ("sköterskan Anna", "Dr Hansen") or an introduction ("my name is") is a name
whatever it is. A listed name is one wherever it stands, unless it is also an ordinary word ("Hans", "Will", "Ilma"):
then it must stand inside a sentence, or have a surname, a place of work or a deed beside it ("Tom i kassan").
A colleague's name is hidden wherever it has a capital, unless that is the sentence's and the word an ordinary one.
"""

import re
from itertools import pairwise

from common.masking.plain_text import PlainText, Word
from common.masking.words import Words

_SENTENCE_ENDS = re.compile(r"[.!?:…\n\r•*\"“”«»]")
_AFTER_A_TITLE = re.compile(r"\.? ?")
_AFTER_AN_INTRODUCTION = re.compile(r":? ")
_BEFORE_A_SIGNATURE = re.compile(r"[ ,:!\t]{0,2}(?:\.?(?:\r?\n){1,2})?[ /]{0,2}")
_AFTER_AN_ABBREVIATION = re.compile(r"\.[ \n]?")
_PARTICLES = frozenset(["von", "van", "af", "av", "de", "der", "la", "bin", "al"])
_MOST_WORDS = 4


def find_names(
    plain: PlainText, words: Words, *, colleagues: frozenset[str] = frozenset()
) -> list[tuple[int, int, str]]:
    """Pieces (start, end, "name") of the plain text, in order. `colleagues` are names known besides the lists."""
    return _Reader(plain, words, colleagues).names()


class _Reader:
    """One reading of one text, word by word from the beginning."""

    def __init__(self, plain: PlainText, words: Words, colleagues: frozenset[str]):
        self.text, self.words, self.colleagues = plain.text, words, colleagues
        self.tokens = plain.words()
        self.gaps = [self.text[a.end : b.start] for a, b in pairwise(self.tokens)]
        self.is_shouting = sum(t.is_shouted for t in self.tokens) * 2 > len(self.tokens)

    def names(self) -> list[tuple[int, int, str]]:
        found, index = [], 0
        while index < len(self.tokens):
            if not self.begins_a_name(index):
                index += 1
                continue
            first, last = self.with_unlisted_first_name(index, found), self.last_word_of(index)
            found.append((self.tokens[first].start, self.end_of(last), "name"))
            index = last + 1
        return found

    def begins_a_name(self, index: int) -> bool:
        token = self.tokens[index]
        name = self.listed(token)
        if name is None and not token.is_capitalised:
            return False  # nearly every word
        if self.is_colleague(index):
            return True
        if token.folded in self.words.never_names or self.is_role(token):
            return False
        if self.follows_an_introduction(index):
            return True
        if self.follows_a_role(index):
            return self.is_named_by_a_role(token)
        if not token.is_capitalised:
            return self.is_small_name(index, name)
        if name is None:
            return not self.begins_a_sentence(index) and not token.is_shouted and self.works_here(index)
        return self.is_name_by_itself(index, name)

    def is_colleague(self, index: int) -> bool:
        """A capital is enough, where it is not the sentence's or everything has one."""
        token = self.tokens[index]
        name = self.listed(token)
        if not token.is_capitalised or name not in self.colleagues or self.is_role(token):
            return False
        may_be_a_word = name in self.words.ordinary or name in self.words.never_names
        is_plain_capital = self.begins_a_sentence(index) or self.is_shouting or name in self.words.never_alone
        return not (may_be_a_word and is_plain_capital) or self.works_here(index) or self.acts(index)

    def is_named_by_a_role(self, token: Word) -> bool:
        name = self.listed(token)
        if not token.is_capitalised or (token.is_shouted and (self.is_shouting or len(token.text) > 3)):
            return name is not None and name not in self.words.ordinary
        return not token.is_shouted or name is not None

    def is_small_name(self, index: int, name: str | None) -> bool:
        """Written without a capital, as on a telephone: "jag pratade med anna", "mary in reception"."""
        if name is None or name in self.words.ordinary:
            return False
        return name in self.words.small_names or self.works_here(index) or self.acts(index)

    def is_name_by_itself(self, index: int, name: str) -> bool:
        """A capitalised word of the lists."""
        if self.is_a_place(index, name):
            return False
        if name not in self.words.ordinary:
            return True
        if self.has_a_surname(index) or self.works_here(index) or self.acts(index):
            return True
        inside = not self.begins_a_sentence(index) and not self.is_shouting
        return inside and name in self.words.own_names and name not in self.words.never_alone

    def is_a_place(self, index: int, name: str) -> bool:
        after_preposition = index > 0 and self.tokens[index - 1].folded in self.words.place_words
        return after_preposition and name in self.words.places and not self.has_a_surname(index)

    def is_role(self, token: Word) -> bool:
        words = self.words
        if token.folded in words.roles or token.folded in words.titles:
            return True
        if words.role_stems and words.role_stems.search(token.folded):
            return True
        return not token.is_capitalised and token.folded.endswith(words.role_endings)

    def follows_a_role(self, index: int) -> bool:
        if index == 0:
            return False
        before, gap = self.tokens[index - 1], self.gaps[index - 1]
        if before.folded in self.words.titles:
            return bool(_AFTER_A_TITLE.fullmatch(gap))
        return gap == " " and (self.is_role(before) or before.folded.endswith(self.words.role_endings))

    def follows_an_introduction(self, index: int) -> bool:
        """After "my name is" directly; after "regards" also on the next line; after "mvh" also a full stop."""
        for phrase in self.words.introducers:
            if index == 0 or self.tokens[index - 1].folded != phrase[-1]:
                continue
            before = self.tokens[max(0, index - len(phrase)) : index]
            if [token.folded for token in before] != list(phrase):
                continue
            gap = self.gaps[index - 1]
            if _AFTER_AN_INTRODUCTION.fullmatch(gap):
                return True
            if len(phrase) == 1 and _BEFORE_A_SIGNATURE.fullmatch(gap):
                return True
            if len(phrase) == 1 and len(phrase[0]) <= 4 and _AFTER_AN_ABBREVIATION.fullmatch(gap):
                return True
        return False

    def begins_a_sentence(self, index: int) -> bool:
        return index == 0 or bool(_SENTENCE_ENDS.search(self.gaps[index - 1]))

    def works_here(self, index: int) -> bool:
        """Whether a place of work follows: "i kassan", "at the front desk"."""
        for length in range(1, self.words.longest_workplace + 1):
            following = self.tokens[index + 1 : index + 1 + length]
            gaps = self.gaps[index : index + length]
            if " ".join(word.folded for word in following) in self.words.workplaces:
                return all(gap == " " for gap in gaps)
        return False

    def acts(self, index: int) -> bool:
        """Whether the next word is something people do: "Hans hjälpte"."""
        if index + 1 >= len(self.tokens) or self.gaps[index] != " ":
            return False
        return self.tokens[index + 1].folded in self.words.what_people_did

    def has_a_surname(self, index: int) -> bool:
        return index + 1 < len(self.tokens) and self.gaps[index] == " " and self.may_continue(index + 1)

    def may_continue(self, index: int) -> bool:
        """Whether this word can be the next one of a name already begun."""
        token = self.tokens[index]
        if token.folded in self.words.never_names or self.is_role(token):
            return False
        name = self.listed(token)
        if token.is_capitalised and not token.is_shouted:
            return not self.is_shouting or name is not None
        return name is not None and name not in self.words.ordinary

    def last_word_of(self, index: int) -> int:
        last = index
        while last + 1 < len(self.tokens) and last - index < _MOST_WORDS - 1 and self.gaps[last] == " ":
            if self.may_continue(last + 1):
                last += 1
            elif self.tokens[last + 1].folded in _PARTICLES and self.particle_leads_on(last + 1):
                last += 2
            else:
                break
        return last

    def particle_leads_on(self, index: int) -> bool:
        if index + 1 >= len(self.tokens) or self.gaps[index] != " ":
            return False
        return self.tokens[index + 1].is_capitalised and self.may_continue(index + 1)

    def with_unlisted_first_name(self, index: int, found: list[tuple[int, int, str]]) -> int:
        """The index of an unlisted capitalised word just before a listed surname: Xiomara Hansen."""
        token = self.tokens[index]
        is_surname = token.is_capitalised and self.listed(token) in self.words.surnames
        if index == 0 or self.gaps[index - 1] != " " or not is_surname:
            return index
        if self.begins_a_sentence(index - 1) and not self.words.sentences_may_begin_with_them:
            return index
        before = self.tokens[index - 1]
        is_taken = bool(found) and before.start < found[-1][1]
        is_word = before.folded in self.words.never_names or self.is_role(before) or before.is_shouted
        if is_taken or is_word or not before.is_capitalised or self.begins_a_place_of_work(before):
            return index
        return index - 1

    def begins_a_place_of_work(self, token: Word) -> bool:
        return token.folded in self.words.place_words or token.folded in self.words.workplaces

    def listed(self, token: Word) -> str | None:
        """The listed name this word is a form of, as listed; None when it is none."""
        folded = token.folded
        for candidate in (folded, *_without_ending(folded), *_parts(folded)):
            if candidate in self.words.names or candidate in self.colleagues:
                return folded if folded in self.words.ordinary else candidate
        return None

    def end_of(self, last: int) -> int:
        """Where the name ends; the s of a genitive stays readable: "[namn]s kollega"."""
        token = self.tokens[last]
        if token.folded in self.words.names or token.folded in self.colleagues:
            return token.end
        for ending in ("'s", "’s", "s"):
            name = token.folded.removesuffix(ending)
            if token.folded.endswith(ending) and (name in self.words.names or name in self.colleagues):
                return token.end - len(ending)
        return token.end


def _without_ending(folded: str) -> list[str]:
    return [folded.removesuffix(ending) for ending in ("'s", "’s", "s") if folded.endswith(ending)]


def _parts(folded: str) -> list[str]:
    return [part for part in folded.split("-") if len(part) >= 3] if "-" in folded else []
