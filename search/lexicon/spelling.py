"""Did they mean something else?

Finds, among the words of an index, those that a mistyped word was meant to be: near in its letters where it
is Latin, alike in its sound or but one character off where it is Chinese. Pure: words and frequencies in,
words out; never offers a word that the index lacks. Distances are `rapidfuzz`'s.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, product

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index import folded
from search.lexicon.pinyin import readings

LEAST_FREQUENCY = 2  # articles that a word must stand in: half of all words stand in one alone
LONGEST_WORD = 64  # characters of a word that is kept or looked at; what is longer is no word
_ONE_ERROR, _TWO_ERRORS = 4, 8  # letters from which on a Latin word may have so many
_CHARACTER_ERROR = 3  # characters from which on a Chinese word may have one that doesn't sound alike
_MOST_SOUNDS = 8  # ways to read one word that are tried
_LONGEST_WINDOW = 6  # characters of a run that may be one mistyped word
_SURE = 4  # characters that sound like a word by no chance
_MOST_WINDOWS = 32


class Candidate(msgspec.Struct, frozen=True):
    """What may have been meant: a word, the number of articles that it stands in, and how many edits
    (a letter put in, left out or changed, two neighbours swapped) it is from what was typed.

    Of a corrected run `word` is the whole run, `frequency` that of the rarest word put into it, `distance`
    the number of characters that changed.
    """

    word: str
    frequency: int
    distance: int


class _Window(msgspec.Struct, frozen=True):
    """The stretch [start, end) of a run, and the word that it should be. The lowest rank is the likeliest."""

    start: int
    end: int
    word: str
    frequency: int
    changed: int

    @property
    def rank(self) -> tuple[int, int, int, str]:
        return self.start - self.end, self.changed, -self.frequency, self.word


class Vocabulary:
    """The words of an index, to be asked for their neighbours. Safe to use from many threads."""

    def __init__(self, frequencies: dict[str, int]) -> None:
        """Use `build`; the words are taken as they are."""
        self._frequencies = frequencies
        self._by_shape: dict[tuple[bool, str, int], list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for word in frequencies:
            han = _is_han(word)
            if han or _letters(word) >= _ONE_ERROR - 1:  # no word with fewer is near enough to any
                self._by_shape.setdefault((han, _digits(word), len(word)), []).append(word)
            if han and len(word) > 1:
                for sound in _sounds(word):
                    self._by_sound.setdefault(sound, []).append(word)

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, int]]) -> "Vocabulary":
        """The vocabulary of (word, number of articles) pairs, the words folded and whole: no stems, for
        they would be offered. What is rarer than `LEAST_FREQUENCY` is left out; of a word that comes twice
        the greater number counts."""
        kept: dict[str, int] = {}
        for word, frequency in pairs:
            if frequency >= LEAST_FREQUENCY and len(word) <= LONGEST_WORD:
                kept[word] = max(frequency, kept.get(word, 0))
        return cls(kept)

    def frequency(self, word: str) -> int:
        """The number of articles that the word stands in; 0 where it isn't kept."""
        return self._frequencies.get(folded(word), 0)

    def nearest(self, word: str, *, limit: int) -> tuple[Candidate, ...]:
        """The words that this one may have been meant to be, never itself, the likeliest first.

        Latin: one edit from 4 letters on, two from 8 on; nearer first, then those with the same first
        letter, then the more frequent. Digits are never edited. Chinese: words that sound alike (tones set
        aside), then from 3 characters on those with one other character or two neighbours swapped; each the
        nearer first, then the more frequent. None for a word that is neither, or both.
        """
        asked = folded(word)
        if limit < 1 or not 0 < len(asked) <= LONGEST_WORD:
            return ()
        if _is_han(asked):
            return self._nearest_han(asked, limit)
        if any(map(readings, asked)):
            return ()
        return self._nearest_latin(asked, limit)

    def corrections(
        self, run: str, cut: Callable[[str], Sequence[str]], *, limit: int
    ) -> tuple[Candidate, ...]:
        """What a run of Chinese characters may have been meant to be, the likeliest first: its stretches of
        2 to 6 characters that are no words, put right by words that sound alike.

        `cut` gives the words of a run, in order and with nothing between them. A known word is never cut
        in two. A stretch of 2 or 3 characters is put right only by a word that is more frequent than the
        rarest of the pieces that the stretch touches, since short sounds are alike by chance. None where
        `run` is no run of Chinese characters, or `cut` doesn't keep to it.
        """
        asked = folded(run)
        if limit < 1 or not 1 < len(asked) <= LONGEST_WORD or not _is_han(asked):
            return ()
        pieces = list(cut(asked))
        if "".join(pieces) != asked:
            return ()
        windows = sorted(self._windows(asked, pieces), key=lambda window: window.rank)[:_MOST_WINDOWS]
        found: dict[str, Candidate] = {}
        for first in windows:
            corrected = self._corrected(asked, first, windows)
            found.setdefault(corrected.word, corrected)
        return tuple(islice(found.values(), limit))

    def _nearest_latin(self, asked: str, limit: int) -> tuple[Candidate, ...]:
        letters = _letters(asked)
        edits = (letters >= _ONE_ERROR) + (letters >= _TWO_ERRORS)
        if not edits:
            return ()
        digits = _digits(asked)
        near = [
            candidate
            for length in range(len(asked) - edits, len(asked) + edits + 1)
            for candidate in self._within(asked, edits, self._by_shape.get((False, digits, length), []))
        ]
        near.sort(key=lambda each: (each.distance, each.word[0] != asked[0], -each.frequency, each.word))
        return tuple(near[:limit])

    def _nearest_han(self, asked: str, limit: int) -> tuple[Candidate, ...]:
        alike = self._alike(asked)
        near = [Candidate(word, self._frequencies[word], OSA.distance(asked, word)) for word in alike]
        near.sort(key=_nearer)
        if len(near) < limit and len(asked) >= _CHARACTER_ERROR:
            others = self._within(asked, 1, self._by_shape.get((True, "", len(asked)), []))
            near += sorted((each for each in others if each.word not in alike), key=_nearer)
        return tuple(near[:limit])

    def _within(self, asked: str, edits: int, words: list[str]) -> Iterator[Candidate]:
        """Those of the words that are so many edits away at most, but for the asked one."""
        # rapidfuzz's optimal string alignment is Damerau's distance but that no swapped pair is edited
        # again; up to two edits that leaves out next to nothing, and it takes a quarter of the time.
        near = process.extract(
            asked, words, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=None
        )
        for word, distance, _ in near:
            if distance:
                yield Candidate(word, self._frequencies[word], int(distance))

    def _alike(self, asked: str) -> dict[str, None]:
        """The words that sound like the asked one in one of its readings, without itself."""
        found = dict.fromkeys(word for sound in _sounds(asked) for word in self._by_sound.get(sound, ()))
        found.pop(asked, None)
        return found

    def _windows(self, run: str, pieces: Sequence[str]) -> Iterator[_Window]:
        starts = [0]
        for piece in pieces:
            starts.append(starts[-1] + len(piece))
        # Where a window may begin and end: anywhere but inside a word that is known.
        inside = {
            at
            for start, piece in zip(starts, pieces, strict=False)
            if piece in self._frequencies
            for at in range(start + 1, start + len(piece))
        }
        edges = [at for at in range(len(run) + 1) if at not in inside]
        for start in edges:
            for end in edges:
                if not 2 <= end - start <= _LONGEST_WINDOW or run[start:end] in self._frequencies:
                    continue
                covered = [
                    piece
                    for at, piece in zip(starts, pieces, strict=False)
                    if at < end and start < at + len(piece)
                ]
                rarest = min(self._frequencies.get(piece, 0) for piece in covered)
                for word in self._alike(run[start:end]):
                    frequency = self._frequencies[word]
                    if end - start >= _SURE or frequency > rarest:
                        yield _Window(start, end, word, frequency, _changed(run[start:end], word))

    def _corrected(self, run: str, first: _Window, windows: Sequence[_Window]) -> Candidate:
        """The run with one window put right, and then every other that doesn't touch it."""
        chosen = [first]
        for window in windows:
            if all(window.end <= other.start or other.end <= window.start for other in chosen):
                chosen.append(window)
        text = run
        for window in chosen:  # words are as long as what they stand for
            text = text[: window.start] + window.word + text[window.end :]
        return Candidate(text, min(window.frequency for window in chosen), _changed(run, text))


def _nearer(candidate: Candidate) -> tuple[int, int, str]:
    return candidate.distance, -candidate.frequency, candidate.word


def _changed(old: str, new: str) -> int:
    return sum(before != after for before, after in zip(old, new, strict=True))


def _is_han(word: str) -> bool:
    return word != "" and all(map(readings, word))


def _letters(word: str) -> int:
    return len(word) if word.isalpha() else sum(map(str.isalpha, word))


def _digits(word: str) -> str:
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))


def _sounds(word: str) -> Iterator[str]:
    """The ways to read a word, without tones."""
    return (" ".join(way) for way in islice(product(*map(readings, word)), _MOST_SOUNDS))
