"""English words in one spelling, before they are stemmed: British and American, and irregular forms.

Every rule holds for texts and questions alike. So it may bend words that it does not mean (promise becomes
promize), as long as it sends no two of them to one.
"""

from __future__ import annotations

import re

_WORDS = dict(
    pair.split(">")
    for pair in """
    men>man women>woman children>child crises>crisis theses>thesis hypotheses>hypothesis oases>oasis
    emphases>emphasis syntheses>synthesis diagnoses>diagnosis criteria>criterion phenomena>phenomenon
    referenda>referendum memoranda>memorandum indices>index appendices>appendix matrices>matrix
    feet>foot teeth>tooth mice>mouse geese>goose lives>life wives>wife knives>knife wolves>wolf
    halves>half shelves>shelf thieves>thief
    defence>defense defences>defense offence>offense offences>offense licence>license licences>license
    pretence>pretense centre>center centres>center centred>centered theatre>theater theatres>theater
    metre>meter metres>meter kilometre>kilometer kilometres>kilometer litre>liter litres>liter fibre>fiber
    fibres>fiber calibre>caliber spectre>specter manoeuvre>maneuver manoeuvres>maneuver
    programme>program programmes>program programmed>program programming>program programmer>program
    catalogue>catalog catalogues>catalog dialogue>dialog dialogues>dialog analogue>analog
    grey>gray greys>gray plough>plow ploughs>plow ploughed>plowed ploughing>plowing
    sceptic>skeptic sceptics>skeptic sceptical>skeptical scepticism>skepticism
    judgement>judgment judgements>judgment acknowledgement>acknowledgment ageing>aging
    cheque>check cheques>check aluminium>aluminum mould>mold mouldy>moldy
    fulfil>fulfill fulfils>fulfills enrol>enroll enrols>enrolls enrolment>enrollment instalment>installment
    skilful>skillful wilful>willful jewellery>jewelry kerb>curb artefact>artifact artefacts>artifact
    paediatric>pediatric anaemia>anemia encyclopaedia>encyclopedia archaeology>archeology
    archaeological>archeological mediaeval>medieval
    built>build sold>sell told>tell sent>send paid>pay held>hold kept>keep lost>lose won>win fought>fight
    taught>teach bought>buy brought>bring thought>think sought>seek caught>catch chose>choose chosen>choose
    wrote>write written>write grew>grow grown>grow knew>know known>know drew>draw drawn>draw
    risen>rise fallen>fall broke>break broken>break spoke>speak spoken>speak froze>freeze
    frozen>freeze stole>steal stolen>steal gave>give given>give took>take taken>take went>go gone>go
    came>come became>become began>begin begun>begin ran>run sank>sink sunk>sink drove>drive driven>drive
    hidden>hide forgot>forget forgotten>forget fled>flee lent>lend spent>spend slept>sleep swept>sweep
    meant>mean dealt>deal understood>understand withdrew>withdraw withdrawn>withdraw undertook>undertake
    undertaken>undertake overthrew>overthrow overthrown>overthrow
    """.split()
)
_IZE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|er|es|ers|ing|ation|ations|ational|able)$)")
_ANALYSE = re.compile(r"(?<=[a-z])aly[sz](?:e|ed|es|is|ing|er|ers)$")
_OUR = re.compile(
    r"(?<=[a-z]{2})our(?=(?:s|ed|ing|er|ers|al|able|ably|ite|ites|hood|hoods|less|ist|ists|ism)?$)"
)
_DOUBLED = re.compile(
    r"((?:trav|lab|canc|mod|fu|couns|chann|lev|quarr|marv|tunn)el|signal|total|dial)l(ed|ing|er|ers|or|ors)$"
)


def spelt(word: str) -> str:
    """Return the folded word in the spelling that stands for all of them."""
    if word in _WORDS:
        return _WORDS[word]
    if "aly" in word:
        return _ANALYSE.sub("alysis", word)
    if "is" in word:
        word = _IZE.sub("iz", word)
    if "our" in word:
        word = _OUR.sub("or", word)
    return _DOUBLED.sub(r"\1\2", word) if "ll" in word else word
