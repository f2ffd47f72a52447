"""E-mail addresses, also with their signs spelt out, and accounts of social networks."""

from __future__ import annotations

from coproduce.contributions.search_pattern import END, LETTERS, Pattern, compiled, words

# How people say @ and the full stop, in English and other languages.
_AT = words("at małp(?:a|k[aęi]) arobase arrobas? chiocciola a_commercial at[_-]sign ایٹ ایٹ_دی_ریٹ ਐਟ অ্যাট malwen")
_DOT = words("dot kropka point punto ponto punkt full_stop ڈاٹ ਡਾਟ ডট smotyn")
_LOCAL = f"[{LETTERS}.+'-]"
_HOST = f"[{LETTERS}-]{{1,63}}"
_OPEN, _SHUT = r" ?[\[({<] ?", r" ?[\])}>] ?"
_AT_SIGN = rf"(?:\s?@\s?|{_OPEN}(?:@|a|{_AT}){_SHUT}|[_-]at[_-])"
_DOT_SIGN = rf"(?:\.| \. |{_OPEN}(?:\.|{_DOT}){_SHUT}|[_-]dot[_-]| (?:{_DOT}) )"
_EMAIL = compiled(rf"(?<!{_LOCAL}){_LOCAL}{{1,64}}{_AT_SIGN}{_HOST}(?:{_DOT_SIGN}{_HOST}){{0,4}}{_DOT_SIGN}[a-z]{{2,24}}\b")
_SPOKEN = compiled(rf"(?<!{_LOCAL}){_LOCAL}{{1,64}} (?:{_AT}) {_HOST}(?: (?:{_DOT}) {_HOST}){{0,3}} (?:{_DOT}) [a-z]{{2,7}}\b")
# "Read more at example.org" is no address. It is one with another word than "at", with AT in capitals
# within other text, with a name such as jo.smith or jo84, or with the name of a mail service.
_SAID_AT = compiled(
    rf"(?<![\w.+-])(?:[\w.+-]{{2,64}} (?:{words('małp(?:a|k[aęi]) arobase arroba chiocciola at-sign ایٹ')})"
    rf"|[a-z][\w+-]{{0,31}}[\d._][\w.+-]{{1,31}}[,-]{{0,2}}(?: (?:that|it|all)(?:['’]?s| is)?){{0,2}} at) {_HOST}(?:\.{_HOST}){{0,3}}\.[a-z]{{2,7}}\b"
)
_MAIL_SERVICE = compiled(
    r"(?<![\w.+-])[\w.+-]{2,64} at (?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|aol|btinternet|sky|protonmail|nhs)"
    r"(?:\.| dot )(?:com|co\.uk|net|me)\b"
)
_CAPITAL_AT = compiled(r"(?<![\w.+-])[\w.+-]{2,64} AT [A-Za-z0-9-]{2,63}(?:\.[A-Za-z0-9-]{2,63})+\b", any_case=False)
_WITHOUT_END = compiled(r"(?<![\w.+-])[a-z][\w.+-]{1,63}@[a-z][\w-]{2,62}(?![\w.-]|@)")

# A word that only an account would be called: with a digit, a stop or a line in it. "my gmail is jo84" tells the whole address.
_SERVICES = "gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail"
_NAME = compiled(r"(?<![\w@./-])(?=[a-z_])(?:[a-z_][\w-]{0,29}[\d_]|_?[a-z]{2,20}\.[a-z])[\w.]{0,29}\b")
_AT_SERVICE = Pattern(
    _NAME, before=compiled(rf"\b(?:{_SERVICES})(?:['’]s)?(?: (?:address|account|name|is|under|as)){{0,3}} ?[:=]? ?{END}"),
    after=compiled(rf"^,? (?:on|at|with) (?:my |his |her )?(?:{_SERVICES})\b"),
)

EMAIL = tuple(Pattern(value) for value in (_EMAIL, _SPOKEN, _SAID_AT, _MAIL_SERVICE, _CAPITAL_AT, _WITHOUT_END)) + (_AT_SERVICE,)

_HANDLE = compiled(r"(?<![\w@./])@(?=[\w.]{0,29}[A-Za-z])[A-Za-z0-9_][\w.]{1,29}\b", any_case=False)
_ACCOUNT = compiled(
    r"\b(?:(?:facebook|instagram|tiktok|threads|linkedin|youtube|snapchat|twitter|reddit|twitch|x|fb)\.(?:com|net|tv)"
    r"|bsky\.app|t\.me|m\.me|wa\.me)"
    r"/(?!search|hashtag|watch)(?:(?:in|add|profile|user|u|c)/)?@?[\w.%-]{2,}"
)
_BLUESKY = compiled(r"\b[a-z0-9-]{2,63}\.bsky\.social\b")
_NETWORKS = words(
    "insta(?:gram)? ig snap(?:chat)? tik_?tok twitter discord telegram bluesky threads reddit twitch facebook fb messenger "
    "whatsapp youtube roblox xbox psn signal"
)
_NAMED = compiled(
    rf"(?:\b(?:{_NETWORKS})(?:['’]s)?(?: (?:is|name|account|channel|page|profile|user(?:name)?|handle|id|tag|me|as|at|to|under)){{0,4}}|\b(?:gamertag|username|user name|handle)(?: is)?)"
    rf" ?[:,=(-]? ?@?{END}"
)
_ON_NETWORK = compiled(rf"^\)?,? \(?(?:on|at|over|na|ar) (?:my )?(?:{_NETWORKS})\b")

HANDLE = (Pattern(_ACCOUNT), Pattern(_BLUESKY), Pattern(_NAME, before=_NAMED, after=_ON_NETWORK), Pattern(_HANDLE))
