"""Where somebody lives, and the numbers under which an office keeps their case."""

from __future__ import annotations

from coproduce.contributions.search_pattern import ANY_DIGIT, END, LETTERS, Pattern, compiled, words

# The 124 postcode areas, and the letters that the inward part never has
# (Royal Mail, Programmers' Guide to the Postcode Address File).
AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE "
    "NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ "
    "TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
).split()
_LAST = "[ABD-HJLNP-UW-Z]"


def _area(between: str) -> str:
    """Any area, its two letters with ``between`` between them; one alternative for each first letter."""
    seconds = {area[0]: "".join(other[1:] for other in AREAS if other[0] == area[0]) for area in AREAS}
    return "|".join(f"{first}(?:{between}[{letters}]){'?' if first in AREAS else ''}" for first, letters in seconds.items())


_POSTCODE = compiled(rf"(?<![A-Z0-9/-])(?:{_area('')})\d[A-Z\d]?[ \n./-]{{0,3}}\d{_LAST}{{2}}(?![A-Z0-9/-])")
_SPACED = rf"(?:{_area(' ')}) \d(?: [A-Z\d])? \d {_LAST} {_LAST}(?![\w/-])"
_SPACED_POSTCODE = compiled(rf"(?<![\w/-]){_SPACED}")
_LOOSE_POSTCODE = compiled(rf"(?:{_area('[ .]?')})[ .]?\d[ .]?[A-Z\d]?[ .]{{0,2}}\d[ .]?{_LAST}[ .]?{_LAST}(?![\w/-])")
_POSTCODE_WORDS = words("cod_post kod_pocztowy kodzie پوسٹ_کوڈ")
_SAYS_POSTCODE = compiled(rf"(?:\bpost ?-?codes?|\bp[./ ]{{0,2}}code|{_POSTCODE_WORDS})\b[^.!?\n\d]{{0,12}}[ :=]{END}")
# Few texts say the word, and the search for the loose form is slow.
_ANY_POSTCODE_WORD = compiled(rf"post ?-?code|p[./ ]{{0,2}}code|{_POSTCODE_WORDS}")
_LIVES = (
    rf"\b(?:{words('live lives lived living in at to from home house address moved moves move stay stays staying post posted sent went flat byw yn adres adresem przy pod cyfeiriad nghyfeiriad')})\b"
)
POSTCODE = (
    Pattern(_POSTCODE, "postcode", gate=ANY_DIGIT),
    Pattern(_SPACED_POSTCODE, gate=ANY_DIGIT),
    Pattern(_LOOSE_POSTCODE, before=_SAYS_POSTCODE, gate=_ANY_POSTCODE_WORD),
)

_TYPES = (
    "Street Road Lane Avenue Close Drive Crescent Terrace Court Garden Gardens Way Grove Place Mews Square Hill Row Walk View Rise Park Parade "
    "Green Fold Croft Villas Yard"
).split()
_SHORT_TYPES = "St Rd Ave Av Ln Cl Dr Cres Gdns Terr Pl Ct".split()
_CAPITAL_TYPES = "|".join(name for kind in (*_TYPES, *_SHORT_TYPES) for name in (kind, kind.upper()))
_PLAIN_TYPES = "|".join(kind.lower() for kind in (*_TYPES[:13], *_SHORT_TYPES[:3]))
_FLAT = r"(?:(?:[Ff]lat|FLAT|[Aa]partment|APARTMENT|[Aa]pt|[Uu]nit) ?\d\w{0,3}(?:/\d)?,? )"
# A year is no house, and 10 Downing Street is nobody's secret.
_NUMBER = r"(?<![\w.,/£$€-])(?!(?:1[89]|20)\d\d )(?!10 Downing)\d{1,4}[A-Za-z]?,? "
_STREET = compiled(rf"{_FLAT}?{_NUMBER}(?:[A-Z][{LETTERS}'’.-]{{0,20}} ){{1,3}}(?:{_CAPITAL_TYPES})\b", any_case=False)
_IN_FLAT = compiled(rf"\b{_FLAT}(?:[A-Z][\w'’-]{{1,20}},? ){{0,3}}(?:[A-Z][\w'’-]{{1,20}})", any_case=False)
_CAPITALISED = f"(?:[A-Z][{LETTERS}'’-]{{1,20}} )"
_HOUSE = compiled(
    rf"\b{_CAPITALISED}{{1,2}}(?:Cottage|House|Farm|Farmhouse|Barn|Lodge|Villa|Bungalow),? {_CAPITALISED}{{1,2}}(?:{_CAPITAL_TYPES})\b", any_case=False)
_NUMBER_LAST = compiled(rf"\b{_CAPITALISED}{{1,3}}(?:{_CAPITAL_TYPES}),? \(?(?:at )?(?:[Nn]umber|[Nn]o\.?|[Nn]r\.?|#) ?\d{{1,4}}\b", any_case=False)
_LOWER_STREET = compiled(
    rf"{_NUMBER}(?!(?:min|mile|hour|met|year|week|month|day|of|in|to|on|or|and|way|lane|more|per)\w{{0,6}} )(?:[a-z][\w'’.-]{{1,20}} ){{1,3}}(?:{_PLAIN_TYPES})\b"
)
_WELSH_STREET = compiled(
    rf"{_NUMBER}(?:Heol|Stryd|Ffordd|Lôn|Lon|Rhodfa|Maes|Clos|Cilgant|Rhes|Bryn|Llys|Parc|Teras|Rhiw|HEOL|STRYD|FFORDD|heol|stryd|ffordd)"
    rf" (?:(?:[yY]r?|[YyAa]) )?[{LETTERS}'’-]{{2,20}}",
    any_case=False,
)
_POLISH_STREET = compiled(r"\b(?:ul\.|al\.|os\.|pl\.|ulica|ulicy) ?[^\s\d,.]{3,20}(?: [^\s\d,.]{3,20})? \d{1,4}")
# "12 Mill Lane Primary School" would be the school's own.
_INSTITUTION = compiled(r"^ (?:(?:primary|infant|junior|high|nursery) )?(?:school|primary|infants?|juniors?|academy|hospital|surgery|clinic|nursery|centre|library|station)\b")
ADDRESS = (
    Pattern(_STREET, unless_after=_INSTITUTION, gate=ANY_DIGIT),
    Pattern(_IN_FLAT, unless_after=_INSTITUTION, gate=ANY_DIGIT),
    Pattern(_LOWER_STREET, before=compiled(rf"{_LIVES}[^.!?\n\d]{{0,25}}{END}"), unless_after=_INSTITUTION),
    Pattern(_HOUSE, unless_after=_INSTITUTION),
    Pattern(_NUMBER_LAST, gate=ANY_DIGIT),
    Pattern(_WELSH_STREET, gate=ANY_DIGIT),
    Pattern(_POLISH_STREET, gate=ANY_DIGIT),
)

# Letters, then digits that are no year alone.
_REFERENCE = compiled(
    r"(?<![\w£$€.,/-])(?=[a-z]{0,6}[ /-]?[\d/-]{0,8}\d{3})(?!(?:19|20)\d\d(?![\w/-]))(?:[a-z]{1,6}[ /-]?)?\d[\da-z/-]{2,20}(?![\w/-]|[.,]\d)"
)
_IN_GROUPS = compiled(r"(?<![\w£$€.,/-])\d{2,4}(?: \d{3,4}){1,3}(?![\w/-]|[.,]\d)")
_WHOSE = (
    r"(?:case|file|records?|appeal|tribunal|send(?:ist)?|hosp(?:ital)?\.?|patients?|crime|incident|referral|claim|client|customer|complaint|camhs|pals|ehcp?|plan"
    r"|social (?:care|work(?:er)?|services)|mrn|passport|visa|home office|housing|council tax|benefits?|universal credit|pip|dla|account|candidate|student|learner|log|event|enquiry|application|assessment)"
)
_NO = r"(?:ref(?:erence)?|no|nr|num(?:ber)?|id|#)"
_TAIL = rf"\.?\)?(?: (?:is|was|being|given|ydy|yw|to))?[ :=#.(-]{{1,4}}{END}"
_CALLED = compiled(
    rf"(?:\b{_WHOSE}(?: ?{_WHOSE})?(?: (?:ref(?:erence)?|case))? ?{_NO}|\bmrn|{words('cyfeirnod(?:_yr_achos)? rhif_(?:yr_)?(?:achos|ffeil|ysbyty)')}"
    rf"|{words('(?:numer|nr|sygn[.]?|sygnatura)_(?:sprawy|akt|pacjenta|szpitalny)')}|{words('کیس_نمبر حوالہ_نمبر')}){_TAIL}"
)
_OURS = compiled(
    rf"(?:(?:^|[.!?;,(\n] ?)ref(?:erence)?|\b(?:our|your|my|his|her|their|son's|daughter's|child's) (?:\w+ ){{0,2}}(?:ref(?:erence)?|case|file|claim|appeal|complaint))"
    rf"(?: ?{_NO})?{_TAIL}"
)
_OTHERS = compiled(r"\b(?:grants?|funding|funded|project|contract|award|tender|ethics|policy|model|data|order|invoice|freedom|foi)\b[^.!?\n]{0,24}" + END)
REFERENCE = (
    Pattern(_REFERENCE, before=_CALLED, unless_before=_OTHERS),
    Pattern(compiled(r"\d{2,5}[/-]\d{3,8}(?![\w/-]|[.,]\d)"), before=compiled(rf"\b(?:case|file)(?: no\.?)? {END}"), unless_before=_OTHERS),
    Pattern(_IN_GROUPS, before=_CALLED, unless_before=_OTHERS),
    Pattern(_REFERENCE, before=_OURS, unless_before=_OTHERS),
)
