"""Which queries may a prefix become?

Completes what was typed so far from one generation of the index: its tickers, the names of companies and
people, its frequent words, its titles; by their beginning, in either script, and Chinese ones by their pinyin
too. Titles and words are looked up in the tables of the generation; what names and pinyin need is made of
them at the first completion.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from heapq import nlargest
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

import msgspec
from whoosh import query as nodes

from index import Reader, SuggestionWords, budget, fields, is_ideographic, keyword
from search.lexicon.language_id import has_ideographs
from search.lexicon.pinyin import PinyinIndex, PinyinMatch
from search.lexicon.synonyms import shipped_aliases
from search.links import article_href
from search.plan.planner import QueryPlanner
from search.plan.retrieval import retrieve
from search.request import SearchRequest
from search.results import Completion, CompletionKind

MAX_TYPED = 100  # characters; a longer prefix has no completions
MAX_COMPLETIONS = 20
_MOST_MISSES = 200  # matches inside words that are skipped in search of one at the beginning of a word
_BEFORE_WORD = re.compile(r"^.*[\s(（\"“”:：]", re.DOTALL)  # everything before the word that is being typed
_FIELD = re.compile(r"(title|point|text|ticker)[:：][\"“]?$", re.IGNORECASE)
_LISTED = re.compile(r"[A-Z]{2}:\S+")  # names that are symbols with their market
_SYMBOL = re.compile(r"[\w:.&-]+")

# How many of each kind are offered where there are enough of all; the others fill up what one lacks.
_SHARES: dict[CompletionKind, int] = {"ticker": 2, "name": 2, "term": 3, "title": 4}

_LONGEST_END = 12  # characters of a text without blanks that may be the beginning of its last word

_Value = TypeVar("_Value")


class Completions:
    """The completions of one generation. Safe to use from many threads. A name that no article has is not
    offered, which takes a search for each name."""

    def __init__(self, reader: Reader, planner: QueryPlanner, words: Callable[[], SuggestionWords]) -> None:
        self._reader = reader
        self._words = words
        self._planner = planner
        self._lock = Lock()
        self._tables: _Tables | None = None
        self._occurring: dict[str, bool] = {}  # whether any article has a name

    def complete(self, typed: str, *, limit: int = 8) -> tuple[Completion, ...]:
        """The completions of a typed text, at most `limit`, without the text itself. Words and names complete
        the last word, titles the whole text; tickers, names and words come before titles."""
        typed = typed.lstrip()
        whole = keyword(typed)
        if not whole or len(typed) > MAX_TYPED or limit < 1:
            return ()
        before = found[0] if (found := _BEFORE_WORD.match(typed)) else ""
        word = keyword(typed[len(before) :])
        tables = self._read()
        field = _FIELD.search(before)
        kinds: tuple[Iterator[Completion], ...]
        if field and field[1].lower() == "ticker":
            kinds = (_tickers(tables, word, before[: field.start()]),)
        elif field:
            kinds = (_terms(tables, word, before),)
        else:
            names = self._names(tables, whole, word, before)
            kinds = (
                _tickers(tables, whole, ""),
                islice(names, _SHARES["name"] + 1),  # each takes a search
                _terms(tables, word, before),
                _titles(tables, whole),
            )
        chosen = _chosen(kinds, whole, min(limit, MAX_COMPLETIONS))
        if not chosen:
            chosen = _chosen((_end_terms(tables, typed, len(before)),), whole, min(limit, MAX_COMPLETIONS))
        return tuple(self._linked(each) if each.kind == "title" else each for each in chosen)

    def read_ahead(self) -> None:
        """Read what the first completion needs."""
        self._read()

    def _names(self, tables: "_Tables", whole: str, word: str, before: str) -> Iterator[Completion]:
        for prefix, kept in dict.fromkeys(((whole, ""), (word, before))):
            for name in tables.names.starting_with(prefix):
                if self._occurs(name):
                    yield Completion(kept + name, "name")
        for each in _pinyin_matches(tables.pinyin_names, word, before, limit=_SHARES["name"] * 2):
            if self._occurs(each.name):
                yield Completion(before + each.name, "name")

    def _occurs(self, name: str) -> bool:
        """Whether any article has the name; each is searched once."""
        if name not in self._occurring:
            quoted = name.replace('"', " ")
            request = SearchRequest(f'"{quoted}"', lang="same")
            _, found = retrieve(self._planner, request, limit=1)
            self._occurring[name] = bool(found.hits)
        return self._occurring[name]

    def _linked(self, title: Completion) -> Completion:
        """The title with a link to its article."""
        tree = nodes.Term(fields.HEADLINE, f"{keyword(title.text)}\t{title.text}")
        hits = self._reader.search(tree, limit=1).hits
        return msgspec.structs.replace(title, href=article_href(hits[0].key)) if hits else title

    def _read(self) -> "_Tables":
        with self._lock, budget.uncharged():
            if self._tables is None:
                self._tables = _Tables(self._words())
            return self._tables


class _Sorted(Generic[_Value]):
    """Values sorted by their folded form, so that those with the same beginning are next to each other."""

    def __init__(self, pairs: Iterable[tuple[str, _Value]]) -> None:
        ordered = sorted(pairs, key=lambda pair: pair[0])
        self.keys = [key for key, _ in ordered]
        self.values = [value for _, value in ordered]

    def starting_with(self, prefix: str) -> list[_Value]:
        """The values whose form begins with the prefix; none for an empty one."""
        if not prefix:
            return []
        first = bisect_left(self.keys, prefix)
        return self.values[first : bisect_left(self.keys, f"{prefix}\U0010ffff", first)]


class _Tables:
    """The candidates for completions of an index."""

    def __init__(self, words: SuggestionWords) -> None:
        self.words = words
        companies = [each.split("\t", 1) for each in words.names]
        self.tickers = _Sorted(
            (form, (symbol, name))
            for symbol, name in companies
            if _SYMBOL.fullmatch(symbol)
            for form in dict.fromkeys((keyword(symbol), keyword(symbol).rpartition(":")[2], keyword(name)))
        )
        shipped = [name for group in shipped_aliases() for name in group.names]
        names = list(dict.fromkeys([*(name for _, name in companies if name), *shipped]))
        names = [name for name in names if not _LISTED.fullmatch(name)]
        self.names = _Sorted((keyword(name), name) for name in names)
        self.pinyin_names = PinyinIndex(filter(has_ideographs, names))
        self.pinyin_terms = PinyinIndex(words.han_terms)
        self.pinyin_titles = PinyinIndex(words.titles.han)


def _pinyin_matches(index: PinyinIndex, word: str, before: str, *, limit: int) -> tuple[PinyinMatch, ...]:
    """The names that the letters of a word spell in pinyin. After other words, two letters are more likely
    the beginning of a Latin word."""
    return index.matches(word, limit=limit) if len(word) > 2 or not before else ()


def _tickers(tables: _Tables, prefix: str, before: str) -> Iterator[Completion]:
    for symbol, name in tables.tickers.starting_with(prefix):
        yield Completion(f"{before}ticker:{symbol}", "ticker", note=name)


def _terms(tables: _Tables, word: str, before: str) -> Iterator[Completion]:
    """The most frequent words that begin with the typed one, then those that it spells in pinyin."""
    terms, counts = tables.words.terms.words, tables.words.terms.counts
    beginning = terms.starting_with(word)
    counted = zip(counts[beginning.start : beginning.stop], beginning, strict=True)
    for _, number in nlargest(MAX_COMPLETIONS, counted):
        if (term := terms[number]) != word:
            yield Completion(before + term, "term")
    for each in _pinyin_matches(tables.pinyin_terms, word, before, limit=_SHARES["term"]):
        yield Completion(before + each.name, "term")


def _end_terms(tables: _Tables, typed: str, first: int) -> Iterator[Completion]:
    """The words that begin with the longest end of a text, from `first` on, of two characters at least. Among
    Han a word may begin anywhere, and after Han so may one of letters."""
    for start in range(max(first + 1, len(typed) - _LONGEST_END), len(typed) - 1):
        if is_ideographic(typed[start - 1]) or is_ideographic(typed[start]):
            found = list(_terms(tables, keyword(typed[start:]), typed[:start]))
            if found:
                yield from found
                return


def _titles(tables: _Tables, whole: str) -> Iterator[Completion]:
    """The titles that begin with the text, those with a word that does, those that it spells in pinyin."""
    titles = tables.words.titles
    for number in titles.folded.starting_with(whole)[:MAX_COMPLETIONS]:
        yield Completion(titles.written[number], "title")
    for number in _containing(tables, whole):
        yield Completion(titles.written[number], "title")
    for each in tables.pinyin_titles.matches(whole, limit=_SHARES["title"]):
        yield Completion(each.name, "title")


def _containing(tables: _Tables, whole: str) -> Iterator[int]:
    """The titles that have the text at the beginning of a word, or anywhere if it begins with Han."""
    misses = 0
    for number, before in tables.words.titles.folded.occurrences(whole):
        if is_ideographic(whole[0]) or not before[-1:].isalnum():
            yield number
        else:
            misses += 1
            if misses == _MOST_MISSES:
                return


def _chosen(kinds: Iterable[Iterator[Completion]], whole: str, limit: int) -> list[Completion]:
    """The first of each kind up to its share, then more of whatever there is; kinds stay together."""
    seen = {whole}
    chosen: list[Completion] = []
    spare: list[Completion] = []
    for offered in kinds:
        new: list[Completion] = []
        for each in offered:
            if keyword(each.text) not in seen:
                seen.add(keyword(each.text))
                new.append(each)
            if len(new) == limit:
                break
        share = _SHARES[new[0].kind] if new else 0
        chosen += new[:share]
        spare += new[share:]
    chosen = chosen[:limit] + spare[: max(0, limit - len(chosen))]
    order = list(_SHARES)
    return sorted(chosen, key=lambda each: order.index(each.kind))
