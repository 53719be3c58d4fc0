"""Which text in the byline of a page looks like a date?

Any text of these forms is taken for the date of a byline; `index.articles.dates` decides whether it is one. A
page also says `3小时前` or `05-02 04:36`, which name no day of their own. Pure.
"""

_PART_OF_DAY = "(?:凌晨|清晨|早上|早晨|上午|中午|正午|下午|傍晚|晚上|晚间|夜间)"
_ZONE = r"(?:\s?(?:Z\b|[+-]\d{2}:?(?:\d{2})?|(?:UTC|GMT|[ECP][SD]?T|BST)(?:[+-]\d{1,2})?|北京时间))?"
_CLOCK = (
    rf"(?:{_PART_OF_DAY}?\s?\d{{1,2}}[:：][\d:：.]{{2,20}}(?:\s?[AP]\.?M\.?)?{_ZONE}"
    rf"|{_PART_OF_DAY}?\s?\d{{1,2}}[点點时時](?:\d{{1,2}}分?|半)?|\d{{1,2}}\s?[AP]\.?M\b\.?)"
)
_WEEKDAY = r"(?:\s?[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
_TIME = rf"(?:[T\s,]?\s?(?:at\s)?{_CLOCK})?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_HAN_NUMBER = "[〇○零一二三四五六七八九十]"
_UNIT = r"(?:秒钟?|秒鐘|分钟?|分鐘|个?小时|個?小時|天|日|周|週|个?星期|個?星期|个?月|個?月|年)"

DATE_FORMS = "(?:" + "|".join((
    rf"\d{{4}}\s?[-/.年–—]\s?\d{{1,2}}\s?[-/.月–—]\s?\d{{1,2}}(?:\s?[日号號])?{_WEEKDAY}{_TIME}",
    rf"{_HAN_NUMBER}{{4}}\s?年\s?{_HAN_NUMBER}{{1,2}}\s?月(?:\s?{_HAN_NUMBER}{{1,3}}\s?[日号號])?{_TIME}",
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s)?(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})(?:,?\s\d{{4}})?{_TIME}",
    rf"(?:19|20)\d{{6}}(?!\d){_TIME}",
    r"\d{4}\s?年\s?\d{1,2}\s?月(?!\s?\d)",
    rf"\d{{1,2}}\s?月\s?\d{{1,2}}\s?[日号號]{_WEEKDAY}{_TIME}",
    rf"\d{{1,4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,4}})?(?![\d%％]|[-/.]\d){_TIME}",
    rf"(?:\d{{1,4}}|半|几|[一二两三四五六七八九十]{{1,3}}|数)\s?{_UNIT}(?:之|以)?[前]",
    r"(?:\d{1,4}|an?|one|two|three|few)\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?"
    r"|mos?|months?|y|yrs?|years?)\s?ago\b",
    rf"(?:刚刚|剛剛|刚才|剛才|今天|今日|昨天|昨日|前天|(?:上|本)?(?:周|週|星期)[一二三四五六日天]){_TIME}",
    rf"(?:just now|today|yesterday)\b{_TIME}",
    _CLOCK,
)) + ")"  # fmt: skip
