"""Which kind of answer does a question ask for, and which text may have one?

A text that answers "多少人" or "how many" has a number, one that answers "when" has a date. Works on texts
as they are written. Pure.
"""

import re

import msgspec

_DIGIT = "[0-9０-９]"
# Not the number of a reference, [1].
_DIGITS = rf"(?<![\[0-9０-９]){_DIGIT}+(?:[.,]{_DIGIT}+)*"
_NUMERAL = "[〇零一二三四五六七八九十百千万萬亿億两兩]"
_ENGLISH_NUMERAL = (
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|half|twice)\b"
)
# A numeral alone is in nearly every Chinese text (一般, 三星); before a measure word it counts something.
_MEASURE = (
    "[个個名位种種次年月日天周人条條米公里尺届屆部集间間座所家层層支岁歲小时時分秒代件"
    "只隻块塊元吨噸倍项項首款张張台]"
)
_NUMBER = re.compile(f"{_DIGITS}|{_NUMERAL}+[多余餘]?{_MEASURE}|{_ENGLISH_NUMERAL}", re.IGNORECASE)
_DATE = re.compile(
    rf"{_DIGIT}{{3,4}}|{_DIGIT}+\s*[年月日号]|{_NUMERAL}+[年月]|世[纪紀]|年代|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"century|decade|yesterday|today|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_PRICE = re.compile(
    rf"[$€£¥￥]\s?{_DIGITS}|{_DIGITS}\s?[万萬亿億]?(?:[$€£]|[美欧歐日港]?元|英[镑鎊]|[块塊]|人民[币幣])|"
    rf"{_DIGITS}\s?(?:(?:thousand|[mb]illion|bn|[km])\s?)?"
    r"(?:dollars?|euros?|pounds?|yuan|USD|EUR|GBP|RMB|CNY)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"因[为為]|由[于於]|[为為]了|原因|因此|所以|[导導]致|"
    r"\b(?:because|since|due to|reasons?|so that|in order to|therefore|as a result)\b",
    re.IGNORECASE,
)
_ASKS_FOR_DATE = re.compile(
    r"哪一?年|几几?年|哪一?[天月日]|几[月号日]|幾[月號日]|何[时時年]|什[么麼][时時][候间間]|多久[前以]|年份|日期|"
    r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade)\b",
    re.IGNORECASE,
)
_ASKS_FOR_PRICE = re.compile(
    r"多少[钱錢]|[价價]格|售[价價]|月?[费費](?:用)?是?多少|[费費]用|月[费費]|"
    r"\b(?:price|costs?|fee|how much (?:is|are|does|do|did|was|were))\b",
    re.IGNORECASE,
)
_ASKS_FOR_CAUSE = re.compile(r"[为為]什[么麼]|[为為][何啥]|原因|\bwhy\b|\breasons?\b", re.IGNORECASE)
_ASKS_FOR_NUMBER = re.compile(
    r"多少|[几幾](?!乎|何)|多[大长長高远遠久快深重宽寬]|百分之|"
    r"\bhow (?:many|much|long|old|far|large|big|tall|high|deep|fast|often|heavy|wide)\b|"
    r"\b(?:what|which) (?:number|percentage|percent|proportion|share|price|amount|age|size)\b",
    re.IGNORECASE,
)
_FIRST_DIGITS = re.compile(_DIGITS)
_COUNTED = re.compile(r"(?:多少|[几幾])多?([^\W\d_a-zA-Z])")
_COUNT = re.compile(rf"(?:{_DIGIT}|{_NUMERAL}+)[多余餘]?[万萬亿億]?\s?(\w)")


_KINDS = ((_ASKS_FOR_DATE, _DATE), (_ASKS_FOR_PRICE, _PRICE), (_ASKS_FOR_CAUSE, _CAUSE))


class Answer(msgspec.Struct, frozen=True):
    """The kind of answer that a question asks for: a text that answers has something of the `pattern`, and
    of what is `counted` a number, if that is a Chinese word (the 人 of 多少人). The numbers that the question
    has itself, its `own`, are no answer."""

    pattern: re.Pattern[str]
    counted: str = ""
    own: frozenset[str] = frozenset()

    def signs_in(self, text: str) -> int:
        """How much in a text is of that kind: 0 for nothing, 2 for a number of what is counted."""
        if self.own:
            found = (_FIRST_DIGITS.search(each[0]) for each in self.pattern.finditer(text))
            if all(digits and digits[0] in self.own for digits in found):
                return 0
        elif not self.pattern.search(text):
            return 0
        return 2 if self.counted and self.counted in _COUNT.findall(text) else 1


def answer_to(question: str) -> Answer | None:
    """The kind of answer that a question asks for; none where it may be anything."""
    own = frozenset(_FIRST_DIGITS.findall(question))
    for asks, pattern in _KINDS:
        if asks.search(question):
            return Answer(pattern, own=own)
    if not _ASKS_FOR_NUMBER.search(question):
        return None
    counted = _COUNTED.search(question)
    return Answer(_NUMBER, counted[1] if counted else "", own)
