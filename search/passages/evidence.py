"""Does a statement share anything with the paragraphs it cites?

Judges every citation of an article: whether its paragraph is there, and whether the statement has a word, a
number or a name in common with what it rests on. Across languages only numbers and names can be compared, so
a statement without them is counted as not comparable and never reported. Pure but for the index it reads.
"""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

import msgspec

from index import Analyzer, Article, Generation, article_of, folded
from search.lexicon.language_id import language_of
from search.lexicon.numbers import numbers_of
from search.passages.passages import Passage, statements_of

# Names in a text, each as whatever stands for all names of one thing: an alias group, a symbol.
Names = Callable[[str], Collection[str]]

_TELLING = 3  # from this number on one written as a word tells something; 一 and two stand everywhere
_COMMON = """
a about after all also although among an and any are as at be because been before being between both but
by can could did do does during each for from had has have he her his how if in into is it its may might
more most much new no nor not of on one only or other our out over own per said same say says she should
since so some such than that the their them then there these they this those through to under until up
used using very was way we were what when where which while who will with within without would year
years yet you your
一个 一些 一种 一样 不是 与其 为了 也是 以及 以来 以后 但是 使用 其中 其他 具有 可以 可能
同时 因为 因此 如果 它们 对于 就是 已经 并且 开始 我们 所以 所有 提供 方面 时候 是否 有关
没有 然而 现在 由于 目前 相关 表示 认为 许多 这个 这些 这样 这种 进行 通过 那么 需要 非常
不会 不能 之一 之后 之间 以上 以下 任何 作为 关于 其实 包括 他们 仍然 或者 还有 还是 除了
而且 虽然 根据 主要 成为
"""


class Fault(msgspec.Struct, frozen=True):
    """A statement whose evidence fails. `kind` is `missing` where `numbers` name no paragraph of the article,
    `unlike` where the statement shares nothing with any of the paragraphs that they name."""

    kind: str
    anchor: str
    numbers: tuple[int, ...]
    text: str
    paragraphs: tuple[str, ...]


class Faulty(msgspec.Struct, frozen=True):
    """An article with faults."""

    id: str
    title: str
    faults: tuple[Fault, ...]


class Evidence(msgspec.Struct, frozen=True):
    """What a check of the citations found. Of the `statements` that cite something, `supported` share
    something with what they cite, `not_comparable` are in another language without a number or name, and
    `external` rest on paragraphs that are not in the index."""

    articles: int
    statements: int
    supported: int
    not_comparable: int
    external: int
    faulty: tuple[Faulty, ...]


class Signs:
    """What a text can be recognised by, each kind read when it is asked for."""

    def __init__(self, text: str, judge: "Judge") -> None:
        self._text = text
        self._judge = judge
        self.language = language_of(text)

    @cached_property
    def is_blank(self) -> bool:
        return not any(map(str.isalnum, self._text))

    @cached_property
    def words(self) -> frozenset[str]:
        """Words that mean something: Han of two characters and more, others of three."""
        tokens = self._judge.tokens(self._text)
        return frozenset(each for each in tokens if len(each) > (1 if each[0] >= "\u2e80" else 2))

    @cached_property
    def names(self) -> frozenset[str]:
        """Names that are one in both languages; identifiers of letters and digits, written alike in both."""
        identifiers = {each for each in self.words if not each.isalpha() and any(map(str.isalpha, each))}
        return frozenset(self._judge.names(self._text)) | {each for each in identifiers if each < "\u2e80"}

    @cached_property
    def digits(self) -> frozenset[str]:
        return numbers_of(folded(self._text)).digits

    @cached_property
    def spelled(self) -> frozenset[str]:
        return numbers_of(folded(self._text)).words

    def shares(self, other: "Signs") -> bool:
        """Whether the two have a name, a number or a word in common."""
        return bool(
            self.names & other.names
            or self.digits & (other.digits | other.spelled)
            or self.spelled & other.digits
            or any(float(each) >= _TELLING for each in self.spelled & other.spelled)
            or self.words & other.words
        )

    def is_comparable(self, other: "Signs") -> bool:
        """Whether nothing in common would mean something. A paragraph without a letter supports nothing; one
        in another language may say 'the company' for a name, so names are held only against names."""
        if other.is_blank:
            return True
        if self.language == other.language:
            return bool(self.words or self.digits)
        return bool(self.digits or (self.names and other.names))


class Judge:
    """Judges articles. `names` finds the names in a text, each as what stands for it in both languages."""

    def __init__(self, analyzer: Analyzer, names: Names = lambda text: ()) -> None:
        self._analyzer = analyzer
        self.names = names
        self._common = frozenset(analyzer.layers([_COMMON]).words.split())

    def tokens(self, text: str) -> Iterable[str]:
        """The words of a text in every form that the index knows, without those that stand everywhere."""
        return set(self._analyzer.layers([text]).words.split()) - self._common

    def judge(self, article: Article) -> tuple[dict[str, int], tuple[Fault, ...]]:
        """How many statements of each verdict, and the faults in the order of the article."""
        counts = dict.fromkeys(("statements", "supported", "not_comparable", "external"), 0)
        signs: dict[int, Signs] = {}
        faults: list[Fault] = []
        for statement in statements_of(article):
            numbers = list(dict.fromkeys(citation.number for citation in statement.citations))
            if not numbers:
                continue
            counts["statements"] += 1
            there = [number for number in numbers if 1 <= number <= len(article.paragraphs)]
            if not article.paragraphs:
                counts["external"] += 1
                continue
            if len(there) < len(numbers):
                absent = [number for number in numbers if number not in there]
                faults.append(_fault("missing", statement, absent, article))
            for number in there:
                signs.setdefault(number, Signs(article.paragraphs[number - 1], self))
            verdict = self._verdict(Signs(statement.text, self), [signs[number] for number in there])
            if verdict == "unlike":
                faults.append(_fault("unlike", statement, there, article))
            elif verdict:
                counts[verdict] += 1
        return counts, tuple(faults)

    @staticmethod
    def _verdict(said: Signs, cited: list[Signs]) -> str:
        if not cited:
            return ""
        if any(said.shares(each) for each in cited):
            return "supported"
        return "unlike" if all(said.is_comparable(each) for each in cited) else "not_comparable"


def check_evidence(generation: Generation, judge: Judge) -> Evidence:
    """Judge every article of a generation. Raises IndexUnusable where a stored article is damaged."""
    totals: dict[str, int] = {"statements": 0, "supported": 0, "not_comparable": 0, "external": 0}
    faulty: list[Faulty] = []
    articles = 0
    for _, stored in generation.articles.documents():
        article = article_of(stored)
        counts, faults = judge.judge(article)
        articles += 1
        for name, count in counts.items():
            totals[name] += count
        if faults:
            faulty.append(Faulty(article.id, article.title, faults))
    return Evidence(articles=articles, faulty=tuple(faulty), **totals)


def _fault(kind: str, statement: Passage, numbers: list[int], article: Article) -> Fault:
    texts = [article.paragraphs[number - 1] for number in numbers] if kind == "unlike" else []
    return Fault(kind, statement.anchor, tuple(numbers), statement.text, tuple(texts))
