"""Which words say little by themselves?

Two lists for two questions. `FUNCTION_WORDS` are the words of closed classes: articles, pronouns,
prepositions, conjunctions, auxiliary verbs, particles, and the words that make a sentence a question. Where
the words of a query are optional, these say little about what is looked for, however rare they are in the
index: "what" is rare in abstracts, yet a query doesn't ask for articles that have it. `FREQUENT_WORDS` are
common in any text, so two texts that share nothing else have nothing in common. Nothing is left out of the
index for either list, and a query that requires its words requires these too. Folded, as units are.
"""

_ENGLISH = """
a an the this that these those
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself
she her hers herself it its itself they them their theirs themselves
someone anyone everyone something anything
what which who whom whose when where why how whether
am is are was were be been being have has had having do does did doing done
can could may might must shall should will would
can't cannot couldn't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't
haven't hasn't hadn't
i'm i've i'd i'll you're you've you'll we're we've we'll they're they've they'll
and or but nor if then than because as while until so though although unless since
of at by for with about against between into onto through during before after to from in on upon
within without toward towards among per via
there here not no any some each every both all such only very too also just again further other same own
ever yet
"""

_CHINESE = """
的 地 得 了 着 过 所 之 其 者 们
吗 呢 吧 啊 呀 么 嘛 哦
我 你 您 他 她 它 我们 你们 他们 她们 它们 自己 大家 这 那 这个 那个 这些 那些 这样 那样 这里 那里 此 该 某
什么 甚么 谁 哪 哪个 哪些 哪里 哪儿 哪一 几 多少 多久 如何 怎么 怎样 怎么样 为什么 为何
何 何时 何地 是否 能否 请问
是 为 有 会 能 能够 可以 可 要 应 应该 将 让 使 被 把 给
和 与 及 以及 或 或者 并 并且 而 而且 且 但 但是 却 则 即 若 如果 因为 因此 所以 由于 虽然 然而 不过 于是
在 于 从 自 由 向 到 对 对于 关于 以 用 按 按照 根据 通过 随着 除了 当 跟 比
不 没 没有 也 都 就 才 又 还 再 很 已 已经 曾 曾经 正在 等 个 一个 一种
"""

FUNCTION_WORDS = frozenset((_ENGLISH + _CHINESE).split())

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
