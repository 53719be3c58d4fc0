"""Does a statement share anything with the paragraphs it cites?

Checks every citation of an article: whether the paragraph exists, and whether the statement has a word, a
number or a name in common with it. Across languages only numbers and names can be compared; a statement
without either is counted as not comparable and never reported. Pure but for the index it reads.
"""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

import msgspec

from index import Analyzer, Article, Generation, article_of, folded
from search.lexicon.language_id import language_of
from search.lexicon.numbers import numbers_of
from search.lexicon.stopwords import FREQUENT_WORDS
from search.passages.citations import is_blank
from search.passages.passages import Passage, statements_of

# The names in a text, each replaced by what represents the thing in both languages: an alias group, a symbol.
Names = Callable[[str], Collection[str]]

_LEAST_DISTINCTIVE = 3  # the least number that is evidence when written as a word; 一 and two are everywhere


class Fault(msgspec.Struct, frozen=True):
    """A statement whose evidence fails. `kind` is `missing` where the article has no paragraph of the given
    `numbers`, `unlike` where the statement shares nothing with any of those paragraphs."""

    kind: str
    anchor: str
    numbers: tuple[int, ...]
    text: str
    paragraphs: tuple[str, ...]


class FaultyArticle(msgspec.Struct, frozen=True):
    """An article with faults."""

    id: str
    title: str
    faults: tuple[Fault, ...]


class Evidence(msgspec.Struct, frozen=True):
    """The outcome of a check of the citations. Of the `statements` that cite something, `supported` share
    something with what they cite, `not_comparable` are in another language and have no number or name, and
    `external` cite paragraphs that are not in the index."""

    articles: int
    statements: int
    supported: int
    not_comparable: int
    external: int
    faulty: tuple[FaultyArticle, ...]


class TextFeatures:
    """What can be compared between a statement and a paragraph; each kind is extracted on first use."""

    def __init__(self, text: str, checker: "EvidenceChecker") -> None:
        self._text = text
        self._checker = checker
        self.language = language_of(text)

    @cached_property
    def is_blank(self) -> bool:
        return not any(map(str.isalnum, self._text))

    @cached_property
    def words(self) -> frozenset[str]:
        """Words that carry meaning: Han words from two characters on, others from three letters on."""
        tokens = self._checker.tokens(self._text)
        return frozenset(each for each in tokens if len(each) > (1 if each[0] >= "\u2e80" else 2))

    @cached_property
    def names(self) -> frozenset[str]:
        """Names that are the same in both languages, and identifiers of letters and digits, which both
        languages write alike."""
        identifiers = {each for each in self.words if not each.isalpha() and any(map(str.isalpha, each))}
        return frozenset(self._checker.names(self._text)) | {each for each in identifiers if each < "\u2e80"}

    @cached_property
    def digits(self) -> frozenset[str]:
        """The numbers written in digits."""
        return numbers_of(folded(self._text)).digits

    @cached_property
    def number_words(self) -> frozenset[str]:
        """The numbers written in words."""
        return numbers_of(folded(self._text)).words

    def overlaps(self, other: "TextFeatures") -> bool:
        """Whether the two have a name, a number or a word in common."""
        return bool(
            self.names & other.names
            or self.digits & (other.digits | other.number_words)
            or self.number_words & other.digits
            or any(float(each) >= _LEAST_DISTINCTIVE for each in self.number_words & other.number_words)
            or self.words & other.words
        )

    def is_comparable(self, other: "TextFeatures") -> bool:
        """Whether a lack of overlap is significant. A paragraph without a letter supports nothing; one in the
        other language may say 'the company' for a name, so names are compared with names only."""
        if other.is_blank:
            return True
        if self.language == other.language:
            return bool(self.words or self.digits)
        return bool(self.digits or (self.names and other.names))


class EvidenceChecker:
    """Checks the citations of articles. `names` finds the names in a text, each as what represents it in both
    languages."""

    def __init__(self, analyzer: Analyzer, names: Names = lambda text: ()) -> None:
        self._analyzer = analyzer
        self.names = names
        self._frequent = frozenset(analyzer.layers([" ".join(FREQUENT_WORDS)]).words.split())

    def tokens(self, text: str) -> Iterable[str]:
        """The words of a text in every form that the index has, without the frequent ones."""
        return set(self._analyzer.layers([text]).words.split()) - self._frequent

    def check(self, article: Article) -> tuple[dict[str, int], tuple[Fault, ...]]:
        """How many statements have which verdict, and the faults in the order of the article."""
        counts = dict.fromkeys(("statements", "supported", "not_comparable", "external"), 0)
        features: dict[int, TextFeatures] = {}
        faults: list[Fault] = []
        for statement in statements_of(article):
            numbers = list(dict.fromkeys(citation.number for citation in statement.citations))
            if not numbers:
                continue
            counts["statements"] += 1
            numbers = [number for number in numbers if not is_blank(article, number)]
            present = [number for number in numbers if 1 <= number <= len(article.paragraphs)]
            if not article.paragraphs or not numbers:
                counts["external"] += 1
                continue
            if len(present) < len(numbers):
                absent = [number for number in numbers if number not in present]
                faults.append(_fault("missing", statement, absent, article))
            for number in present:
                features.setdefault(number, TextFeatures(article.paragraphs[number - 1], self))
            cited = [features[number] for number in present]
            verdict = self._verdict(TextFeatures(statement.text, self), cited)
            if verdict == "unlike":
                faults.append(_fault("unlike", statement, present, article))
            elif verdict:
                counts[verdict] += 1
        return counts, tuple(faults)

    @staticmethod
    def _verdict(statement: TextFeatures, cited: list[TextFeatures]) -> str:
        if not cited:
            return ""
        if any(statement.overlaps(each) for each in cited):
            return "supported"
        return "unlike" if all(statement.is_comparable(each) for each in cited) else "not_comparable"


def check_evidence(generation: Generation, checker: EvidenceChecker) -> Evidence:
    """Check every article of a generation. Raises IndexUnusable where a stored article is damaged."""
    totals: dict[str, int] = {"statements": 0, "supported": 0, "not_comparable": 0, "external": 0}
    faulty: list[FaultyArticle] = []
    articles = 0
    for _, stored in generation.articles.documents():
        article = article_of(stored)
        counts, faults = checker.check(article)
        articles += 1
        for name, count in counts.items():
            totals[name] += count
        if faults:
            faulty.append(FaultyArticle(article.id, article.title, faults))
    return Evidence(articles=articles, faulty=tuple(faulty), **totals)


def _fault(kind: str, statement: Passage, numbers: list[int], article: Article) -> Fault:
    texts = [article.paragraphs[number - 1] for number in numbers] if kind == "unlike" else []
    return Fault(kind, statement.anchor, tuple(numbers), statement.text, tuple(texts))
