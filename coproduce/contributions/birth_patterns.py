"""Dates of birth: the forms of a date, and the words by which one is somebody's birthday.

The words are those of English, Welsh and of the languages most spoken in the United
Kingdom besides (Census 2021, main languages): a form of date in any of them is found
beside a word of any other, since people mix them.
"""

from __future__ import annotations

import re

from coproduce.contributions.search_pattern import END, Pattern, compiled, starts, union, words

#: Months of English, Welsh, Polish and Urdu, whole or cut short. Beside a year of four digits any word is taken for one.
MONTHS = (
    r"jan(?:uary)? feb(?:r?uary)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? oct(?:ober)? nov(?:ember)? dec(?:ember)?",
    r"ion(?:awr)? chw(?:ef(?:ror)?)? maw(?:rth)? ebr(?:ill)? mai meh(?:efin)? gorff?(?:ennaf)? aws?t? med(?:i)? hyd(?:ref)? tach(?:wedd)? rhag?(?:fyr)?",
    "ogs gor sty stycz(?:eń|nia) lut lut(?:y|ego) marz?(?:ec|ca) kwi kwie(?:cień|tnia) maj[a]? cze czerw(?:iec|ca) lip lip(?:iec|ca) sie sierp(?:ień|nia)",
    "wrz wrze(?:sień|śnia) paź październik[a]? lis listopad[a]? gru grud(?:zień|nia)",
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
)
_MONTH = rf"(?:{words(*MONTHS)})"
_WORD = r"[^\s\d,.;:!?()/-]{2,14}"
_UNITS = "first second third fourth fifth sixth seventh eighth ninth"
_ORDINAL_WORDS = (
    _UNITS, "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth",
    *(f"twenty[_-]{unit}" for unit in _UNITS.split()), "thirty[_-]first",
    "cyntaf ail trydydd pedwerydd pumed chweched seithfed wythfed nawfed degfed deuddegfed pymthegfed ugeinfed unfed_ar_(?:ddeg|hugain) trydydd_ar_(?:ddeg|hugain)",
    "pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego dziesiątego dwudziestego trzydziestego یکم پہلی",
)
_ORDINALS = words(*_ORDINAL_WORDS)
#: What every date begins with: of the places in a text few are left.
_START = rf"(?=\d|{starts(*MONTHS, *_ORDINAL_WORDS)})"
_DAY = rf"(?:\d{{1,2}}(?: ?(?:st|nd|rd|th)|a[fi]l?|il|ain|ydd|f?ed|eg|-?go|er|[.oa])?|{_ORDINALS})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_OF = r"(?: of| o| yr?| de|,)?"
_YEAR = r"(?:19|20)\d\d"
_SHORT = r"['’]?\d\d"
_TO_NINETEEN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_NUMBER = words(
    _TO_NINETEEN,
    "twenty(?:[_-](?:one|two|three|four|five|six|seven|eight|nine))?",
    *(f"{tens}(?:[_-](?:one|two|three|four|five|six|seven|eight|nine))?" for tens in ("sixty", "seventy", "eighty", "ninety")),
)
_SAID_YEAR = rf"(?:two thousand(?:,? and)?|twenty|nineteen) (?:{_NUMBER})"
_JOIN = r" ?[/.|-] ?"
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_FORMS = (
    rf"{_D}{_JOIN}{_D}{_JOIN}(?:{_YEAR}|{_SHORT})(?!\d)",
    rf"{_YEAR}{_JOIN}{_D}{_JOIN}{_D}(?!\d)",
    rf"{_D}{_JOIN}?[ivx]{{1,4}}{_JOIN}?{_YEAR}(?!\d)", rf"{_D} [ivx]{{1,4}} {_YEAR}(?!\d)",
    rf"{_DAY}{_OF}[ .-]{{1,2}}{_WORD}[.,]{{0,2}}(?: of| de)?[ -]{{1,2}}{_YEAR}(?!\d)",
    rf"{_DAY}{_OF}[ .-]{{0,2}}{_MONTH}[.,]{{0,2}}[ -]?(?:{_SAID_YEAR}\b|{_SHORT}(?!\d))",
    rf"{_MONTH}[.,]? ?(?:the )?{_DAY}(?:[.,]{{1,2}} ?| )(?:{_YEAR}(?!\d)|{_SAID_YEAR}\b|{_SHORT}(?!\d))",
    rf"{_YEAR}(?:[.,]| m[.]?) {_WORD}[.,]? {_D}(?!\d)", rf"{_YEAR} {_MONTH}[.,]? {_D}(?!\d)",
    rf"(?:{_ORDINALS}) of the (?:{_ORDINALS}),? (?:{_YEAR}(?!\d)|{_SAID_YEAR}\b|{_SHORT}(?!\d))",
    rf"{_YEAR} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日?",
)
_TWO = r"(?:0[1-9]|[12]\d|3[01])"
_DATE = "(?:" + union((*_FORMS, rf"(?<!\d ){_D} {_D} {_YEAR}(?! ?\d)", rf"{_TWO}(?:0[1-9]|1[0-2]){_YEAR}(?!\d)", rf"{_YEAR}(?:0[1-9]|1[0-2]){_TWO}(?!\d)")) + ")"
# With spaces between few digits a row of figures looks alike.
_SPACED = rf"(?:{_D} {_D} \d\d|{_YEAR} \d\d \d\d)(?!\d)"
_NO_DIGIT = r"(?<![\d£$€])(?<!\d[/.,-])"
# "born 1 May 2015 to 30 April 2016" describes a group of children, not one.
_TO = r"(?:(?<=\d) ?- ?| (?:to|until|till|through|do|i|a|hyd at) )"
_ANOTHER = rf"{_TO}(?:the )?(?:\d{{1,4}} ?[/.|-] ?\d{{1,2}} ?[/.|-] ?\d{{1,4}}|\d{{1,2}}\w{{0,4}}{_OF} {_WORD} {_YEAR}|{_WORD} \d{{1,2}},? {_YEAR})"
_ONE = compiled(rf"{_START}{_NO_DIGIT}{_DATE}(?:{_ANOTHER})?")
_RANGE = compiled(_ANOTHER + END)
_ONE_SPACED = compiled(rf"{_NO_DIGIT}(?<!\d ){_SPACED}(?! \d)")
_DIGITS = compiled(r"(?<![\w/.,£$€-])(?:\d{8}|\d{6}|\d{1,2} \d{1,2} (?:\d{4}|\d\d))(?![\w/]|[.,]\d)")
_DAY_AND_MONTH = compiled(
    rf"{_START}{_NO_DIGIT}(?:{_DAY}{_OF}[ .-]{{1,2}}{_MONTH}|\b{_MONTH}[.,]? ?(?:the )?{_DAY}|{_D} ?[/.] ?{_D})(?![\w/]|[ .,'-]{{1,2}}\d)"
)

_DOB = rf"(?:\bd(?:[./ ]{{0,2}}o)[./ ]{{0,2}}b\b\.?|\bdates? of birth|\bbirth ?-?dates?\b|{words('dyddiad_geni geni: data_urodzenia تاریخ_پیدائش پیدائش_کی_تاریخ')})"
# Stems of "born", "birth" and "birthday" in other languages.
_STEMS = words(
    "gan[ew]d gan[ew]yd ganwyd pen-?blwydd phen-?blwydd mhen-?blwydd urodz urodzin urodził ur[.] przysz[a-zł]{1,4}_na_świat",
    "naşt născut născ nașter nasc nacid nació nacim nat[oa]_(?:a|il|nel) naiss né_le née_le nasceu nascid gebor geb[.]",
    "szület doğum doğdu gimim gimė dhash dhalash paidaish paida saalgirah janam",
)
_BORN = "(?:" + union((
    rf"\b(?:{words('born birth births bday b-day birthday birthdays b’day b.day birthdate geni eni')})\b", r"\bb(?:irth)?'?day\b", _DOB,
    rf"\b(?:{_STEMS})",
    words("پیدائش پیدا سالگرہ جنم تولد ميلاد ولد مولود ਜਨਮ ਜਨਮਦਿਨ জন্ম জন্মদিন જન્મ जन्म народ народж рожд родил роден 出生 生日"),
    r"\b(?:came|come|comes|entered|enters) (?:into |to )?(?:the|this|our) world", r"\bgave birth\b",
)) + ")"
# Between the word and the date: a few words, unless they tell of a group or of something else that began.
_OTHER = (
    r"\b(?:between|before|after|since|until|till|from|by|began|begins?|started?|launched|opened|published|founded|held|met"
    r"|rhwng|cyn|przed|po|między|od)\b"
)
_GAP = rf"(?:(?!{_OTHER})(?:[^.!?\n]|[.!?](?! |\n)|\n(?!\n))){{0,40}}"
_BY_WORD = compiled(rf"{_BORN}{_GAP}{END}")
_BY_DOB = compiled(rf"{_DOB}(?:[^\w]|\((?:[dmy /.-]{{4,12}})\)|\b(?:is|was)\b){{0,8}}{END}")
_BY_B = compiled(rf"(?<![\w.'-])b\.? ?(?:the )?{END}")
# The sign of genealogists stands right before the date: "*14.2.2016", "Elin (* 14.2.2016)", "Elin * 14.2.2016"; not that of a list.
_BY_STAR = compiled(rf"(?:(?:^|\n)\*|\(\* ?|[\w,)] ?\* ){_WEEKDAY}{END}")
_SPAN = rf"(?: ?-?(?:{words('years? months? weeks? days? yrs? mths? wks? oed tygodni miesięcy lat')})(?:[ -]old)?)"
_AGE = rf"(?:\d{{1,2}}|{words(_TO_NINETEEN)})"
_BY_AGED = compiled(rf"\bage[d:]? ?{_AGE}{_SPAN}?[ ,;(-]{{1,4}}{END}")
# "will be 7 on", "turned nine (": the day is a birthday.
_BY_AGE = compiled(
    rf"(?:\b(?:turn(?:s|ed|ing)?|(?:will|'ll|to|would|'d) (?:be|have been)|is|was|were|going|become|becomes|became|kończy|skończy[^ ]{{0,3}}|yn)|['’](?:s|ll be|re)) "
    rf"(?:(?:just|only|about|exactly) )?{_AGE}{_SPAN}?(?: (?:today|again|next|this))?[ ,(-]{{0,3}}(?:on|from|next|this|ar|w dniu)? ?"
    rf"{_WEEKDAY}(?:the )?{END}"
)
_AFTER = compiled(
    rf"^(?:[ ,;:(-]{{1,4}}(?:aged? ?{_AGE}\b|{_AGE} ?(?:years?|yrs?|months?|weeks?)[ -]?old\b|{_AGE} ?(?:yrs?|y/?o)\b|{_DOB}"
    r"|(?:is|was)(?: the (?:day|date))? (?:when )?(?:\w+ ){0,2}(?:was|were|is) born|(?:is|was) (?:\w+ ){1,2}b(?:irth)?-?day\b"
    r"|b(?:irth)?-?day\b|born\b|birth\b|bab(?:y|ies)\b)"
    r"|[^.!?\n]{0,40}\b(?:(?:c|caesarean|emergency)[ -]section|weeks (?:early|premature)|prem(?:ature(?:ly)?)?|weighing|forceps|(?:s?he|they) (?:was|were) born)\b"
    # Languages in which the verb comes last.
    rf"|[^.!?\n\d]{{0,14}}(?:{words('پیدا پیدائش سالگرہ جنم doğdu doğumlu doğum gimė született geboren جنم ਜਨਮ জন্ম જન્મ जन्म 出生')}))"
)
_NEAR_BIRTHDAY = compiled(
    "(?:" + union((
        r"\bb(?:irth)?[-'’]?days?\b", rf"\b(?:{words('pen-?blwydd phen-?blwydd mhen-?blwydd urodzin saalgirah')})", words("سالگرہ پیدائش جنم ਜਨਮ জন্ম 生日")))
    + rf")(?:(?!{_OTHER})[^.!?\n\d]){{0,30}}{END}"
)
_BORN_ON = compiled(rf"\bborn,? (?:on )?{_WEEKDAY}(?:the )?{END}")
_IS_BIRTHDAY = compiled(r"^ (?:is|was)(?: \w+){1,2} b(?:irth)?-?day\b")

# Without any of these in a text there is no date in it, or no day of a month.
_ANY_DATE = compiled(r"\d\d|\d[^\d\n][^\n]{0,29}\d|thousand|twenty|nineteen")
_ANY_MONTH = compiled(rf"{_START}(?:{_MONTH}|\d ?[/.] ?\d)")


def _one_of(*patterns: re.Pattern) -> re.Pattern:
    return re.compile(union(pattern.pattern for pattern in patterns), re.IGNORECASE)


BIRTH = (
    Pattern(_ONE, before=_one_of(_BY_WORD, _BY_DOB, _BY_B, _BY_STAR, _BY_AGE, _BY_AGED), after=_AFTER, never=_RANGE, gate=_ANY_DATE),
    Pattern(_ONE_SPACED, before=_BY_WORD, gate=_ANY_DATE),
    Pattern(_DIGITS, before=_BY_DOB, gate=_ANY_DATE),
    Pattern(_DAY_AND_MONTH, before=_one_of(_NEAR_BIRTHDAY, _BY_AGE, _BORN_ON), after=_IS_BIRTHDAY, gate=_ANY_MONTH),
)
