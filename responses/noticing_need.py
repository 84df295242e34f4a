"""Words that speak of danger to life or of violence, so that the thanks can say whom to call.

A few signs that leave little doubt, in five languages, looked for in all of them. Nothing is stored and nobody is told:
whoever wrote them sees the organisation's numbers, and a number too many does no harm.
"""

import re
from collections.abc import Iterable

from common.casefolding import search_text
from responses.answer_values import AnswerValue

HELP = "help"  # in addresses and forms of a browser that wrote such words; the link alone does not tell

_SWEDISH = (
    r"självmord\w*|suicid\w*|självskad\w*|(?:ta|tar|tagit|tog) (?:livet av mig|mitt (?:eget )?liv)",
    r"(?:vill|ville|orkar|orkade) inte (?:längre )?leva|jag vill (?:bara |helst )?dö\b(?! av)",
    r"skadar? mig själv|jag skär mig(?: själv)?\b(?! (?:på|i)\b)|hota\w* (?:mig |oss )?(?:att döda|till livet)",
    r"misshandel\b|misshandla(?:r|de|t) (?:mig|oss|barnen)|(?:blir|blev|blivit) misshandlad",
    r"våldta\w*|sexuella övergrepp",
    r"(?:han|hon|(?:min )?(?:man|make|fru|sambo|pojkvän|partner)|mannen|maken|sambon|pojkvännen|pappa|mamma) "
    r"(?:slår|slog|har slagit) (?:mig|oss|barnen)\b(?! (?:att|i|med|på|till|ut)\b)",
)
_DANISH = (
    r"selvmord\w*|selvskad\w*|(?:tage|tager|taget|tog) (?:livet af mig|mit (?:eget )?liv)",
    r"(?:vil|ville|orker|orkede) ikke (?:længere )?(?:at )?leve|(?:jeg vil (?:bare |helst )?|lyst til at )dø\b(?! af)",
    r"skader? mig selv|tru(?:er|et|ede) (?:mig |os )?på livet|tru(?:er|ede) med at (?:dræbe|slå (?:mig|os) ihjel)",
    r"mishandling\b|mishandle(?:r|de|t)? (?:mig|os|børnene)|(?:bliver|blev) mishandlet",
    r"voldt(?:ægt|ag)\w*|seksuel\w+ overgreb",
    r"(?:han|hun|(?:min )?(?:mand|kone|kæreste|samlever|partner)|manden|kæresten|far|mor) "
    r"(?:slår|slog|har slået) (?:mig|os|børnene)\b(?! (?:at|i|med|på|til|ud)\b)",
)
_NORWEGIAN = (
    r"sjølvmord\w*|(?:ta|tar|tatt|tok) (?:livet av meg|livet mitt|mitt eget liv)",
    r"(?:vil|ville|orker|orka) ikke (?:lenger )?(?:å )?leve|jeg vil (?:bare |helst )?dø\b(?! av)",
    r"(?:skader?|kutter) meg selv|truer? (?:meg|oss) på livet|truet på livet|tru(?:er|et) med å drepe",
    r"mishandler (?:meg|oss|barna)|(?:blir|ble) mishandlet|voldt(?:ekt\w*|ar\b|att\b|ok\b)|seksuel\w+ overgrep",
    r"(?:han|hun|mannen(?: min)?|kona(?: mi)?|samboeren(?: min)?|kjæresten(?: min)?|pappa|mamma|far|mor) "
    r"(?:slår|slo|har slått) (?:meg|oss|barna)\b(?! (?:at|i|med|på|til|ut)\b)",
)
_FINNISH = (
    r"itsemurh\w*|(?:tapan|tappaa|tappaisin) itseni|en (?:enää )?(?:halua|jaksa)(?: enää)? elää",
    r"haluan (?:vain )?kuolla|haluaisin (?:vain )?kuolla|(?:vahingoi\w*|viilt\w*|viillän) itseäni",
    r"pahoinpi[dt]\w*|raiska\w*|(?:lähisuhde|perhe)väkival\w*|seksuaali\w* hyväksikäyt\w*|uhka\w* tappaa",
    r"(?:hän|mies|mieheni|vaimoni|puolisoni|kumppanini|poikaystäväni|isä|äiti) "
    r"(?:lyö|löi|on lyönyt|hakkaa|hakkasi) (?:minua|meitä|lapsia)\b",
)
_ENGLISH = (
    r"kill(?:ing)? myself|end(?:ing)? my (?:own )?life|tak(?:e|ing) my own life|self[- ]harm\w*",
    r"i (?:just |only )?want to die\b(?! (?:for|of)\b)|i wish i (?:was|were) dead",
    r"(?:don[’']?t|do not) want to (?:live|be alive)\b",
    r"(?:was|been|got) raped|raped me|domestic (?:violence|abuse)",
    r"threaten\w* to kill|sexual(?:ly)? (?:abuse|assault)\w*",
    r"(?:he|she|husband|wife|partner|boyfriend|girlfriend|father|mother|dad|mum) "
    r"(?:hits?|beats?|is (?:hitting|beating)|has (?:hit|beaten)) (?:me|us|the (?:kids|children))\b"
    r"(?! (?:at|by|in|on|to|up|with)\b)",
)
_NEED = re.compile(rf"(?<!\w)(?:{'|'.join((*_SWEDISH, *_DANISH, *_NORWEGIAN, *_FINNISH, *_ENGLISH))})")


def may_need_help(values: Iterable[AnswerValue]) -> bool:
    """Whether somebody who writes this may be in need of help now."""
    return any(_NEED.search(search_text(value.words)) for value in values if value.words)
