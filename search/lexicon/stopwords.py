"""Which words say little by themselves?

Two lists for two questions. `FUNCTION_WORDS` are the words with which a sentence is built and a question is
asked: those of the closed classes, question words, and the few verbs that only carry a question ("I want to
know", 想知道). They say nothing of what is looked for, however rare they are in the index: a query neither
requires nor marks them, and they choose no passage, unless it quotes them or has no others. `FREQUENT_WORDS`
are common in any text, so two texts that share nothing else have nothing in common. Nothing is left out of
the index for either list. Folded, as units are.

A word that is also the name of something people search for isn't in the list of function words: `find`,
`make`, `less`, `go`.
"""

import re
from functools import lru_cache

from index import folded, is_ideographic

_ENGLISH = """
a an the this that these those
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself
she her hers herself it its itself they them their theirs themselves
someone somebody anyone anybody everyone everybody something anything everything
am is are was were be been being have has had having do does did doing done
can could may might must shall should will would
can't cannot couldn't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't
haven't hasn't hadn't dont doesnt didnt isnt arent wasnt couldnt wouldnt shouldnt
i'm i've i'd i'll you're you've you'll we're we've we'll they're they've they'll
and or but nor if then than because as while until so though although unless since vs versus
of at by for with about against between into onto through during before after to from in on upon
within without toward towards among per via like
there here not no any some each every both all such only very too also just again further other same own
ever yet much many most
"""

_ENGLISH_QUESTIONS = """
what which who whom whose when where why how whether whats hows wheres whos
please tell know want need let get got use used using able way often really actually exactly
"""

_CHINESE = """
的 地 得 了 着 过 所 之 其 者 们
吗 呢 吧 啊 呀 么 嘛 哦 啦
我 你 您 他 她 它 我们 你们 他们 她们 它们 自己 大家 这 那 这个 那个 这些 那些 这样 那样 这里 那里 此 该 某
何 是 为 有 会 能 能够 可以 可 要 应 应该 将 让 使 被 把 给
和 与 及 以及 或 或者 并 并且 而 而且 且 但 但是 却 则 即 若 如果 因为 因此 所以 由于 虽然 然而 不过 于是 那么
在 于 从 自 由 向 到 对 对于 关于 为了 以 用 按 按照 根据 通过 随着 除了 当 跟 比 里 中 上 下
不 不是 不能 不会 没 没有 也 都 就 才 又 还 再 很 已 已经 曾 曾经 正在 等 个 一个 一种 一下 一些
"""

_CHINESE_QUESTIONS = """
什么 甚么 啥 谁 哪 哪个 哪些 哪里 哪儿 哪一 哪家 哪位 哪款 哪年 几 几个 几次 几种
多少 多久 多大 多长 多高 多远 多快 多深 如何 怎么 怎样 怎么样 怎么办 怎么回事 咋 咋样 咋办
为什么 为何 为啥 何时 何地 何处 何人 何种 什么样 时候 是否 能否 可否 有否
有没有 是不是 可不可以 好不好
请问 请教 求问 请 想 想要 知道 告诉 需要 做 使用 到底 究竟 一共 总共 的话
"""

FUNCTION_WORDS = frozenset((_ENGLISH + _ENGLISH_QUESTIONS + _CHINESE + _CHINESE_QUESTIONS).split())
# Those that are written in capitals as often for a name, and the operators of a query.
_NAMES = {"it", "us", "who"}
_OPERATORS = {"and", "or", "not"}
_SENTENCE = 6  # words
_LEAST_MADE = 3  # characters
_CACHED = 10_000  # words, each of which is asked for several times in an answer
_LATIN_WORD = re.compile(r"[A-Za-z']+")


@lru_cache(maxsize=_CACHED)
def is_function_word(typed: str) -> bool:
    """Whether a word, as it was typed, is a function word. Capitals tell `IT`, `US` and `WHO` from it, us and
    who."""
    return _is_listed(typed) and not is_abbreviation(typed)


def is_abbreviation(typed: str) -> bool:
    """Whether a word, as it was typed, is told from a function word by its capitals alone."""
    return len(typed) > 1 and typed.isalpha() and typed.isupper() and _is_listed(typed)


def calmed(query: str) -> str:
    """The query with its function words in lower case where it is all in capitals, which then tell nothing;
    any other query unchanged. Offsets stay valid."""
    if query.upper() != query or any(map(is_ideographic, query)):
        return query
    typed = {word.lower() for word in _LATIN_WORD.findall(query)}
    if not (typed & FUNCTION_WORDS) - _NAMES - _OPERATORS:
        return query  # `US GDP`, `WHO`
    # Of a sentence in capitals the operators are words too.
    calm = FUNCTION_WORDS if len(query.split()) >= _SENTENCE else FUNCTION_WORDS - _OPERATORS
    return _LATIN_WORD.sub(lambda word: word[0].lower() if word[0].lower() in calm else word[0], query)


def _is_listed(typed: str) -> bool:
    return typed in FUNCTION_WORDS or _is_made_of_listed(folded(typed))


@lru_cache(maxsize=5000)
def _is_made_of_listed(word: str) -> bool:
    """Whether a word is listed, or is two listed words that a segmenter took for one (有|哪些, 是|什么). Two
    characters may well be a word of their own (对比)."""
    if word in FUNCTION_WORDS:
        return True
    return (
        len(word) >= _LEAST_MADE
        and is_ideographic(word[0])
        and any((word[:at] in FUNCTION_WORDS and word[at:] in FUNCTION_WORDS) for at in range(1, len(word)))
    )


_FREQUENT = """
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

FREQUENT_WORDS = tuple(_FREQUENT.split())
