"""Which passages of an article answer a query best, and which piece of each?

The subject of an article is everywhere in it, so what tells its passages apart is what is rare among them. A
piece of a few sentences is scored by the words of the query that it has, each once, by their idf among the
pieces of the article, and likewise by the Chinese characters of the query, since an answer seldom repeats a
question word for word. Where a question asks for a number, a date or a cause, a piece with one is worth as
much more as one with a word that no other has. Length doesn't count: a long sentence is no worse an answer.
Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from heapq import nlargest
from math import log1p
from typing import NamedTuple

import msgspec

from index import Article, folded, is_ideographic
from search.lexicon.questions import Answer, answer_to
from search.lexicon.stopwords import is_function_word
from search.passages.highlighting import Mark, Marks
from search.passages.passages import MatchingPassage
from search.passages.snippets import most_shown
from search.plan.highlight_terms import HighlightTerm
from search.ranking.weights import HEADING_SHARE

# Measured on CMRC, on an English set, and on questions over long articles and digests.
_BLOCK = 100  # characters; a word's idf is by how many blocks of an article have it
_RARITY_POWER = 0.5  # of the idf of a word among all articles, as a factor of that in the article
_LETTER_SHARE = 0.5  # what a character is worth, against a word that is as rare
_TITLE_SHARE = 0.5  # what is left of a word or character of the title, which a passage is to add to
_EARLY_SHARE = 0.2  # of the rarest word, what the first paragraph is worth more than the last
_LONG_SHARE = 0.05  # of the rarest word, what a long passage is worth more than an empty one
_COMPARED = 8  # the passages with the rarest words, of which the pieces are read
_MANY = 200  # marks of a text; of more not all are read
# Where a sentence probably ends. A snippet is cut with more care, but not in every passage of an article.
_STOP = re.compile(r"[。！？；…!?;\n]+[”’」』）)\]\"']*|\.[\"')\]”’]*(?=\s)")


class Question(msgspec.Struct, frozen=True):
    """What passages are judged by: for each highlight term the numbers of the words of the query that it
    covers; the Chinese characters of these words as typed, and in simplified form those that have another, by
    their number; and the kind of answer that the query asks for."""

    words: tuple[tuple[int, ...], ...]
    letters: tuple[str, ...] = ()
    simplified: tuple[tuple[int, str], ...] = ()
    answer: Answer | None = None


def question_of(query: str, terms: Sequence[HighlightTerm]) -> Question:
    """What a query asks, by its highlight terms."""
    numbers: dict[str, int] = {}
    words = tuple(tuple(numbers.setdefault(word, len(numbers)) for word in term.covers) for term in terms)
    # A name is found in all its forms, so its characters tell nothing.
    names = {term.typed for term in terms if not term.translates and term.text != folded(term.typed)}
    typed = dict.fromkeys(
        "".join(term.typed for term in terms if not term.translates and term.typed not in names)
    )
    letters = tuple(each for each in typed if is_ideographic(each) and not is_function_word(each))
    simplified = ((number, folded(each)) for number, each in enumerate(letters))
    other = tuple((number, each) for number, each in simplified if each != letters[number])
    return Question(words, letters, other, answer_to(query))


class _Piece(NamedTuple):
    """A piece [start, end) of a text with the numbers of the words and characters in it, and how much in it
    is of the kind of answer that is asked for."""

    start: int
    end: int
    words: Set[int]
    letters: Set[int]
    signs: int


class _Worth(NamedTuple):
    """What each word and character of a query is worth in an article, and a sign of the answer."""

    words: Mapping[int, float]
    letters: Mapping[int, float]
    sign: float

    def of(self, piece: _Piece) -> float:
        words, letters = self.words, self.letters
        worth = sum([words[word] for word in piece.words]) + self.sign * piece.signs
        return worth + sum([letters.get(letter, 0.0) for letter in piece.letters])


def best_answers_first(
    matching: Sequence[MatchingPassage], article: Article, question: Question, *, in_title: Marks = ()
) -> list[MatchingPassage]:
    """The matching passages in the order in which they answer, with their scores, and the best of them with
    the piece that answers. `in_title` are the marks of the title of the article."""
    if not matching:
        return []
    words = _words_of(matching, question)
    in_heading = [_words_in(each.heading, question) for each in matching]
    worth_of_words, rarest = _worth_of_words(matching, words, _blocks_of(article), question)
    for word in worth_of_words.keys() & _words_in(in_title, question):
        worth_of_words[word] *= _TITLE_SHARE
    # What is read of a passage takes most of the time, so of many those with the rarest words are read.
    bounds = [
        sum([worth_of_words[word] for word in own])
        + (HEADING_SHARE * sum([worth_of_words[word] for word in heading - own.keys()]) if heading else 0.0)
        + rarest * _early(match, article)
        for match, own, heading in zip(matching, words, in_heading, strict=True)
    ]
    order = sorted(range(len(matching)), key=lambda place: -bounds[place])
    read = [
        _Read(matching[place], in_heading[place], question, worth_of_words) for place in order[:_COMPARED]
    ]
    worth_of_letters = _worth_of_letters([each.pieces for each in read])
    for number in worth_of_letters:
        if question.letters[number] in article.title:
            worth_of_letters[number] *= _TITLE_SHARE
    worth = _Worth(worth_of_words, worth_of_letters, rarest)
    ranked = []
    for each in read:
        score, core = each.best(worth)
        prior = _early(each.match, article) + _LONG_SHARE * min(1.0, len(each.text) / each.limit)
        ranked.append((score + rarest * prior, core, each))
    ranked.sort(key=lambda found: -found[0])
    # The sentences around a piece are weighed in the best passage; in the others those that follow are shown.
    best = [
        msgspec.structs.replace(each.match, score=score, core=core if place else each.extended(core, worth))
        for place, (score, core, each) in enumerate(ranked)
    ]
    least = best[-1].score
    rest = order[_COMPARED:]
    return best + [msgspec.structs.replace(matching[at], score=min(least, bounds[at])) for at in rest]


def _words_in(marks: Marks, question: Question) -> set[int]:
    return {word for mark in marks for word in question.words[mark.term]}


def _words_of(matching: Sequence[MatchingPassage], question: Question) -> list[dict[int, int]]:
    """For each passage its words, and how many of its blocks have them."""
    words_of = question.words
    found = []
    for match in matching:
        marks = match.marks
        if len(marks) == 1:  # as half of all passages have
            found.append(dict.fromkeys(words_of[marks[0].term], 1))
            continue
        counts: dict[int, int] = {}
        if len(match.passage.text) <= _BLOCK:
            blocks = {(mark.term, 0) for mark in marks}
        else:
            blocks = {(mark.term, mark.start // _BLOCK) for mark in marks}
        for term, _ in blocks:
            for word in words_of[term]:
                counts[word] = counts.get(word, 0) + 1
        found.append(counts)
    return found


def _worth_of_words(
    matching: Sequence[MatchingPassage], words: Sequence[dict[int, int]], blocks: int, question: Question
) -> tuple[dict[int, float], float]:
    """What each word is worth, and what one would be that a single block has."""
    holders: dict[int, int] = {}
    rarity: dict[int, float] = {}
    for match, counts in zip(matching, words, strict=True):
        for word, count in counts.items():
            holders[word] = holders.get(word, 0) + count
        for word in _words_in(match.heading, question) - counts.keys() if match.heading else ():
            holders[word] = holders.get(word, 0) + 1
    weights = {mark.term: mark.weight for match in matching for mark in (*match.heading, *match.marks)}
    for term, weight in weights.items():
        for word in question.words[term]:
            rarity[word] = max(weight, rarity.get(word, 0.0))
    most = max(rarity.values(), default=0.0) or 1.0
    worth = {
        word: _idf(held, blocks) * (rarity[word] / most) ** _RARITY_POWER for word, held in holders.items()
    }
    return worth, _idf(1, blocks)


def _worth_of_letters(pieces: Sequence[Sequence[_Piece]]) -> dict[int, float]:
    """What each character is worth, by how many of the pieces have it."""
    holders: dict[int, int] = {}
    for own in pieces:
        for piece in own:
            for letter in piece.letters:
                holders[letter] = holders.get(letter, 0) + 1
    count = sum(map(len, pieces))
    return {letter: _LETTER_SHARE * _idf(held, count) for letter, held in holders.items()}


def _idf(held: int, count: int) -> float:
    """The idf of what `held` of `count` blocks have; a block at the edge of two counts for both."""
    held = min(held, count)
    return log1p((count - held + 0.5) / (held + 0.5))


def _blocks_of(article: Article) -> int:
    """How many blocks the passages of an article have."""
    lengths = [len(text) for text in article.paragraphs]
    for group in article.groups:
        lengths += [len(point.text) for point in group.points]
    if article.viewpoint:
        lengths.append(len(article.viewpoint.text))
    return sum([length // _BLOCK for length in lengths]) + len(lengths)


def _early(match: MatchingPassage, article: Article) -> float:
    """What a passage is worth by its place, as a share of the rarest word: an article says early what it is
    about, and a point only names what its paragraph tells."""
    number = match.passage.number
    return _EARLY_SHARE * (1 - number / (1 + len(article.paragraphs))) if number else 0.0


class _Read:
    """A passage whose text is read. `limit` is how much of it is shown at most; where all of it is, it is one
    piece, and else each of its sentences that has a mark."""

    def __init__(
        self, match: MatchingPassage, heading: Set[int], question: Question, worth: Mapping[int, float]
    ) -> None:
        self.match = match
        self.text = match.passage.text
        self.limit = most_shown(self.text)
        self._heading = heading
        self._question = question
        is_whole = len(self.text) <= self.limit or not match.marks
        self.pieces = (
            [self._piece(0, len(self.text), match.marks)]
            if is_whole
            else list(self._sentences(self._telling_marks(worth)))
        )

    def best(self, worth: _Worth) -> tuple[float, tuple[int, int]]:
        """The score and the span of the best window; of equal ones the first and shortest."""
        best, core = -1.0, (0, 0)
        for window in self._windows() if len(self.pieces) > 1 else self.pieces:
            score = worth.of(window)
            if self._heading:
                score += HEADING_SHARE * sum([worth.words[word] for word in self._heading - window.words])
            if score > best * (1 + 1e-9):
                best, core = score, (window.start, window.end)
        return best, core

    def extended(self, core: tuple[int, int], worth: _Worth) -> tuple[int, int]:
        """A piece with the sentences around it, as many as are shown, first the one that adds most; of equal
        ones the one before."""
        start, end = core
        while end - start < self.limit < len(self.text):
            spans = (self._stop_before(start), end), (start, self._stop_after(end))
            wider = [
                self._piece(*span, self._marks_in(*span))
                for span in spans
                if span != (start, end) and span[1] - span[0] <= self.limit
            ]
            if not wider:
                break
            best = max(wider, key=worth.of)
            start, end = best.start, best.end
        return start, end

    def _telling_marks(self, worth: Mapping[int, float]) -> Sequence[Mark]:
        """The marks; of the many of a text as long as a book those of its parts with the rarest words."""
        marks = self.match.marks
        if len(marks) <= _MANY:
            return marks
        parts: dict[int, set[int]] = {}
        for mark in marks:
            parts.setdefault(mark.start // self.limit, set()).update(self._question.words[mark.term])
        best = nlargest(_MANY // 4, parts, key=lambda part: sum([worth[word] for word in parts[part]]))
        kept = frozenset(best)
        return [mark for mark in marks if mark.start // self.limit in kept]

    def _sentences(self, marks: Sequence[Mark]) -> Iterator[_Piece]:
        text, limit = self.text, self.limit
        start = end = 0
        within: list[Mark] = []
        for mark in marks:
            if within and mark.end <= end:
                within.append(mark)
                continue
            if within:
                yield self._piece(start, end, within)
            start = max(end, mark.start - limit)
            for stop in _STOP.finditer(text, start, mark.start):
                start = stop.end()
            stop_after = _STOP.search(text, mark.end, mark.end + limit)
            end = stop_after.end() if stop_after else min(len(text), mark.end + limit // 2)
            within = [mark]
        if within:
            yield self._piece(start, end, within)

    def _piece(self, start: int, end: int, marks: Sequence[Mark]) -> _Piece:
        question, part = self._question, self.text[start:end]
        words_of = question.words
        letters = {number for number, letter in enumerate(question.letters) if letter in part}
        if question.simplified:
            letters.update([number for number, letter in question.simplified if letter in part])
        words = {word for mark in marks for word in words_of[mark.term]}
        return _Piece(start, end, words, letters, question.answer.signs_in(part) if question.answer else 0)

    def _windows(self) -> Iterator[_Piece]:
        """The pieces, and those next to each other that are shown together."""
        for first, piece in enumerate(self.pieces):
            yield piece
            together = piece
            for following in self.pieces[first + 1 :]:
                if following.end - piece.start > self.limit:
                    break
                together = _Piece(
                    piece.start,
                    following.end,
                    together.words | following.words,
                    together.letters | following.letters,
                    max(together.signs, following.signs),
                )
                yield together

    def _marks_in(self, start: int, end: int) -> list[Mark]:
        return [mark for mark in self.match.marks if start <= mark.start and mark.end <= end]

    def _stop_before(self, start: int) -> int:
        """Where the sentence begins that ends at an offset."""
        begins = max(0, start - self.limit)
        for stop in _STOP.finditer(self.text, begins, max(begins, start - 1)):
            if self.text[stop.end() : start].strip():
                begins = stop.end()
        return begins

    def _stop_after(self, end: int) -> int:
        """Where the sentence ends that begins at an offset."""
        stop = _STOP.search(self.text, min(len(self.text), end + 1), end + self.limit)
        return stop.end() if stop else len(self.text)
