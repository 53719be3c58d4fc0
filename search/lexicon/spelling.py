"""Which words of the index may a mistyped word stand for?

A Latin word is corrected by edit distance, a Chinese one by words that sound alike or differ in one
character. Pure: words and frequencies in, words out; never offers a word that the index lacks. The distances
are `rapidfuzz`'s.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, product

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index import folded
from search.lexicon.pinyin import readings

LEAST_FREQUENCY = 2  # articles that must have a word: half of all words occur in a single one
LONGEST_WORD = 64  # characters; anything longer is neither kept nor corrected
_ONE_ERROR, _TWO_ERRORS = 4, 8  # the least letters of a Latin word with one error, and with two
_CHARACTER_ERROR = 3  # the least characters of a Chinese word with one that doesn't sound alike
_MOST_SOUNDS = 8  # readings of one word that are tried
_LONGEST_WINDOW = 6  # characters of a run that may be one mistyped word
_SURE = 4  # characters from which on a stretch doesn't sound like a word by chance
_MOST_WINDOWS = 32


class Candidate(msgspec.Struct, frozen=True):
    """A word that may have been meant, how many articles have it, and its distance from what was typed: how
    many letters were inserted, deleted, substituted or transposed.

    For a corrected run `word` is the whole run, `frequency` that of the rarest word put into it, `distance`
    the number of characters changed.
    """

    word: str
    frequency: int
    distance: int


class _Window(msgspec.Struct, frozen=True):
    """The stretch [start, end) of a run and the word that replaces it. The lowest rank is the likeliest."""

    start: int
    end: int
    word: str
    frequency: int
    changed: int

    @property
    def rank(self) -> tuple[int, int, int, str]:
        return self.start - self.end, self.changed, -self.frequency, self.word


class Vocabulary:
    """The words of an index, searchable for those near a mistyped one. Safe to use from many threads."""

    def __init__(self, frequencies: dict[str, int]) -> None:
        """Use `build`; the words are taken as they are."""
        self._frequencies = frequencies
        self._by_shape: dict[tuple[bool, str, int], list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for word in frequencies:
            han = _is_chinese(word)
            if han or _letters(word) >= _ONE_ERROR - 1:  # a word with fewer is near enough to none
                self._by_shape.setdefault((han, _digits(word), len(word)), []).append(word)
            if han and len(word) > 1:
                for sound in _sounds(word):
                    self._by_sound.setdefault(sound, []).append(word)

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, int]]) -> "Vocabulary":
        """The vocabulary of (word, number of articles) pairs. The words are folded and whole, not stems,
        since they are offered to readers. Words rarer than `LEAST_FREQUENCY` are left out; of a word that
        comes twice the greater number counts."""
        kept: dict[str, int] = {}
        for word, frequency in pairs:
            if frequency >= LEAST_FREQUENCY and len(word) <= LONGEST_WORD:
                kept[word] = max(frequency, kept.get(word, 0))
        return cls(kept)

    def frequency(self, word: str) -> int:
        """How many articles have the word; 0 where it isn't kept."""
        return self._frequencies.get(folded(word), 0)

    def nearest(self, word: str, *, limit: int) -> tuple[Candidate, ...]:
        """The words that may have been meant by this one, never the word itself, the likeliest first.

        Latin: within one edit from 4 letters on, two from 8 on; the nearer first, then those with the same
        first letter, then the more frequent. Digits are never edited. Chinese: words that sound alike (tones
        ignored), then from 3 characters on words with one other character or two neighbours swapped; in each
        group the nearer first, then the more frequent. None for a word that is neither, or both.
        """
        typed = folded(word)
        if limit < 1 or not 0 < len(typed) <= LONGEST_WORD:
            return ()
        if _is_chinese(typed):
            return self._nearest_chinese(typed, limit)
        if any(map(readings, typed)):
            return ()
        return self._nearest_latin(typed, limit)

    def corrections(
        self, run: str, cut: Callable[[str], Sequence[str]], *, limit: int
    ) -> tuple[Candidate, ...]:
        """The runs that may have been meant by a run of Chinese characters, the likeliest first: stretches of
        2 to 6 characters that aren't words are replaced by words that sound alike.

        `cut` gives the words of a run, in order and with nothing between them. A known word is never cut
        in two. A stretch of 2 or 3 characters is replaced only by a word that is more frequent than the
        rarest of the pieces that the stretch touches, since short words often sound alike by chance. None
        where `run` isn't a run of Chinese characters, or the pieces of `cut` don't add up to it.
        """
        typed = folded(run)
        if limit < 1 or not 1 < len(typed) <= LONGEST_WORD or not _is_chinese(typed):
            return ()
        pieces = list(cut(typed))
        if "".join(pieces) != typed:
            return ()
        windows = sorted(self._windows(typed, pieces), key=lambda window: window.rank)[:_MOST_WINDOWS]
        found: dict[str, Candidate] = {}
        for first in windows:
            corrected = self._corrected(typed, first, windows)
            found.setdefault(corrected.word, corrected)
        return tuple(islice(found.values(), limit))

    def _nearest_latin(self, typed: str, limit: int) -> tuple[Candidate, ...]:
        letters = _letters(typed)
        edits = (letters >= _ONE_ERROR) + (letters >= _TWO_ERRORS)
        if not edits:
            return ()
        digits = _digits(typed)
        near = [
            candidate
            for length in range(len(typed) - edits, len(typed) + edits + 1)
            for candidate in self._within(typed, edits, self._by_shape.get((False, digits, length), []))
        ]
        near.sort(key=lambda each: (each.distance, each.word[0] != typed[0], -each.frequency, each.word))
        return tuple(near[:limit])

    def _nearest_chinese(self, typed: str, limit: int) -> tuple[Candidate, ...]:
        homophones = self._homophones(typed)
        near = [Candidate(word, self._frequencies[word], OSA.distance(typed, word)) for word in homophones]
        near.sort(key=_by_distance)
        if len(near) < limit and len(typed) >= _CHARACTER_ERROR:
            others = self._within(typed, 1, self._by_shape.get((True, "", len(typed)), []))
            near += sorted((each for each in others if each.word not in homophones), key=_by_distance)
        return tuple(near[:limit])

    def _within(self, typed: str, edits: int, words: list[str]) -> Iterator[Candidate]:
        """The words that are at most so many edits away, without the typed one."""
        # Optimal string alignment is Damerau-Levenshtein distance in which no transposed pair is edited
        # again; up to two edits it misses next to nothing, and it takes a quarter of the time.
        near = process.extract(
            typed, words, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=None
        )
        for word, distance, _ in near:
            if distance:
                yield Candidate(word, self._frequencies[word], int(distance))

    def _homophones(self, typed: str) -> dict[str, None]:
        """The words that sound like the typed one in one of its readings, without the typed one."""
        found = dict.fromkeys(word for sound in _sounds(typed) for word in self._by_sound.get(sound, ()))
        found.pop(typed, None)
        return found

    def _windows(self, run: str, pieces: Sequence[str]) -> Iterator[_Window]:
        starts = [0]
        for piece in pieces:
            starts.append(starts[-1] + len(piece))
        # A window may begin and end anywhere but inside a known word.
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
                for word in self._homophones(run[start:end]):
                    frequency = self._frequencies[word]
                    if end - start >= _SURE or frequency > rarest:
                        yield _Window(start, end, word, frequency, _changed(run[start:end], word))

    def _corrected(self, run: str, first: _Window, windows: Sequence[_Window]) -> Candidate:
        """The run with the word of one window, and then of every other that doesn't overlap it."""
        chosen = [first]
        for window in windows:
            if all(window.end <= other.start or other.end <= window.start for other in chosen):
                chosen.append(window)
        text = run
        for window in chosen:  # a word is as long as what it replaces
            text = text[: window.start] + window.word + text[window.end :]
        return Candidate(text, min(window.frequency for window in chosen), _changed(run, text))


def _by_distance(candidate: Candidate) -> tuple[int, int, str]:
    return candidate.distance, -candidate.frequency, candidate.word


def _changed(old: str, new: str) -> int:
    return sum(before != after for before, after in zip(old, new, strict=True))


def _is_chinese(word: str) -> bool:
    """Whether every character has a reading in pinyin."""
    return word != "" and all(map(readings, word))


def _letters(word: str) -> int:
    return len(word) if word.isalpha() else sum(map(str.isalpha, word))


def _digits(word: str) -> str:
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))


def _sounds(word: str) -> Iterator[str]:
    """The readings of a word, without tones."""
    return (" ".join(way) for way in islice(product(*map(readings, word)), _MOST_SOUNDS))
