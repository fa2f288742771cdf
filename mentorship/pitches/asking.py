"""Whether a text asks for something that can be answered. Pure, and wide in languages.

"Can you be my mentor?" is a question, and hard to say yes to: it asks for everything at
once. A sentence counts when it holds a question with something in it, or the name of an
act such as reviewing or introducing. A sentence that is not understood gets the benefit
of the doubt as soon as it carries a question mark of any script.
"""

import re
import unicodedata

# A question mark of any script. Greek writes it like a semicolon after a letter.
QUESTION_MARKS = frozenset(
    "?¿؟՞፧⁇⁈⁉⸮‽⳺⳻꘏꛷︖﹖？⸘\U00011143\U0001e95f\U0001f679\U0001f67a\U0001f67b"
)
_GREEK_QUESTION = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]\s*[;\u037e]")
_SENTENCE = re.compile(
    r"[^.!?¿؟՞፧⁇⁈⁉⸮‽？。！।॥۔\n;\u037e]+[.!?؟՞፧⁇⁈⁉⸮‽？。！।॥۔;\u037e]*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Acts a mentor can do within one conversation, as whole words or beginnings of words.
ACTS = (
    # English
    "review* introduc* practi[sc]* explain* show* tell* describ* recommend* suggest*"
    " comment* critique* rehears* simulat* demonstrat* compar* walk* share* teach*"
    " answer* proofread* role-?play* feedback"
    # German, Dutch
    " erklär* zeig* erzähl* beschreib* empfehl* empfiehl* üb(e|en|st) vorstell* lies"
    " lesen durchgeh* gegenles* uitleg* laat* vertel* beoorde*"
    # French, Spanish, Portuguese, Italian, Romanian
    " expliqu* montr* racont* relire relis* conseill* recommand* présent* décri*"
    " explica* expliqu* muéstra* mostra* cuénta* contar* revis* recom[ei]* present*"
    " descri* spieg* raccont* legger* consigli* arăta* recomand*"
    # Slavic languages
    " wyjaśni* pokaż* pokaz* opowie* przejrz* poleci* vysvětl* ukaž* ukáz* doporuč*"
    " объясн* покаж* показ* расскаж* рассказ* посмотр* прочит* посовет* познаком*"
    " поясн* розпов* перегля* порад*"
    # Nordic languages, Hungarian, Turkish, Greek, Indonesian, Swahili
    " förklar* visa berätta* granska* forklar* vis(e|es)? fortæl* fortell* anbefal*"
    " selit* näytä* kerro* suositt* magyaráz* mutas* mesél* ajánl* açıkla* göster*"
    " anlat* öner* εξηγ* δείξ* πείτε πες προτείν* jelaskan* tunjuk* ceritak* eleza*"
    # Arabic, Persian, Hebrew, Urdu, Hindi
    " اشرح* تشرح* أخبر* تخبر* راجع* تراجع* توضح* توصي* توضیح* معرفی* להסביר הסביר*"
    " לספר ספר* להראות לעבור بتا* دکھا* बता* समझा* दिखा* सुझा*"
)
ACTS_WITHOUT_SPACES = _listed(  # scripts that do not part their words
    "解释 說明 说明 介绍 介紹 告诉 告訴 建议 建議 推荐 推薦 演示 看看 教えて 説明 紹介 見せて"
    " 添削 レビュー 練習 助言 알려 설명 소개 보여 추천 조언 อธิบาย แนะนำ แสดง เล่า ช่วยดู"
)
INTERROGATIVES = _listed(
    # English, German, Dutch, Nordic
    "how what which why when where who whom whose wie was welche welcher welches warum"
    " wann wo wer wen wieso weshalb womit worauf hoe wat welke waarom wanneer waar hur"
    " vad vilken vilka varför när vem hvordan hva hvad hvilken hvilke hvorfor når hvem"
    # Romance languages
    " comment quoi quel quelle quels quelles pourquoi quand où qui cómo qué cuál"
    " cuáles porqué cuándo dónde quién como qual quais quando onde quem come"
    " cosa quale quali perché dove chi cum ce care când unde cine"
    # Slavic languages, Finnish, Hungarian, Turkish, Greek
    " jak co który która które dlaczego kiedy gdzie kto jaki jaka jakie který která proč"
    " kdy kde kdo как что какой какая какие почему когда где кто чем як що який яка які"
    " чому коли де хто miten mitä mikä miksi milloin missä kuka hogyan mit melyik"
    " miért mikor nasıl hangi neden niçin zaman nerede kim πώς τι ποιο ποια"
    " ποιος γιατί πότε πού"
    # Arabic, Persian, Hebrew, Hindi, Urdu, Bengali, Indonesian, Vietnamese, Swahili
    " كيف ماذا ما أي لماذا متى أين من چگونه چطور چه کدام چرا کی کجا איך מה איזה איזו למה"
    " מדוע מתי איפה מי कैसे क्या कौन क्यों कब कहाँ کیسے کیا کون کیوں কীভাবে কী কেন কখন"
    " bagaimana apa mana mengapa kapan siapa thế nào gì sao jinsi nini kwa wapi lini"
)
INTERROGATIVES_WITHOUT_SPACES = _listed(
    "什么 什麼 怎么 怎麼 如何 为什么 為什麼 哪 谁 誰 どう 何 なぜ いつ どこ だれ どの 어떻게 무엇"
    " 뭐 왜 언제 어디 누구 어떤 อย่างไร ยังไง อะไร ทำไม เมื่อไหร่ ไหน ใคร"
)

# Asking to be somebody's mentor, in English and by the word itself elsewhere.
_BE_MY_MENTOR = re.compile(
    r"\b(?:(?:be|become|being|becoming|act(?:ing)? as|serve as|serving as)\s+"
    r"(?:(?:my|our|a|an|the|his|her)\s+)?(?:\w+\s+)?"
    r"(?:mentor|coach|sponsor|guide|advisor|adviser|mentee|prot[ée]g[ée]e?)\b"
    r"(?:\s+(?:for|to)\s+me)?"
    r"|(?:mentor|coach|sponsor|guide)(?:ing)?\s+(?:me|us)\b"
    r"|(?:have|want|like|love|need|get|as)\s+(?:you\s+)?(?:to\s+be\s+|as\s+|for\s+)?"
    r"(?:(?:my|a|your)\s+)?(?:mentor|coach|sponsor|mentee|mentorship|mentoring)\b"
    r"|take\s+me\s+(?:on|under)\b|your\s+(?:mentee|prot[ée]g[ée]e?)\b|mentor\s+wanted"
    r"|(?:look|search)(?:ing)?\s+for\s+(?:an?\s+|my\s+)?(?:\w+\s+)?"
    r"(?:mentor|coach|sponsor)\w*"
    r"|\b(?:offer|give|provide)\s+(?:me\s+)?(?:some\s+|any\s+)?mentor(?:ship|ing))",
    re.IGNORECASE,
)
_MENTOR_WORD = re.compile(
    r"\b(?:mentor|coach|mentör|ментор|наставни|μέντορ|μεντορ|tutor)"
    r"|مرشد|موجه|منتور|مربی|מנטור|मेंटर|मार्गदर्शक|মেন্টর|メンター|导师|導師|师父|師父|멘토"
    r"|เมนเทอร์|พี่เลี้ยง|người hướng dẫn",
    re.IGNORECASE,
)
_SHORT = 9  # words in which nothing but the wish for a mentor finds room
# Words that make an English sentence polite and leave it empty.
_EMPTY = _listed(
    "a about able advice all am an and any are as ask at available be being bit can chat coffee"
    " coffees consider could discuss do does dear for free from get give good great guidance"
    " have hello help hey hi i i'd i'm if in input insights interested is it just keen"
    " kind know like little lots love may maybe me meet meeting might mind minute minutes"
    " moment more my need now of ok okay on one open or our out over pick brain please possible"
    " possibly question questions quick really right some something sometime soon sorry"
    " speak spare support talk thank thanks that the there things think this thoughts time"
    " tips to up us very want wanted was we what's whether will willing wish with"
    " wondering would yes you you'd your"
)
_VERBS = re.compile(
    r"\b(?:"
    + "|".join(w.replace("*", r"\w*") for w in ACTS.split())
    + r")\b|\b(?:look|go|read|think|run)\s+(?:\w+\s+)?(?:at|over|through)\b",
    re.IGNORECASE,
)


def asks_something(text: str) -> bool:
    """Whether any sentence of a text can be answered with more than a yes to everything."""
    return any(_is_concrete(sentence) for sentence in _sentences(text))


def asks_only_for_a_mentor(text: str) -> bool:
    """Whether the one thing a text asks is to be somebody's mentor."""
    return not asks_something(text) and bool(
        _BE_MY_MENTOR.search(text) or _MENTOR_WORD.search(text)
    )


def _sentences(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return [found.group().strip() for found in _SENTENCE.finditer(text)]


def _is_concrete(sentence: str) -> bool:
    wish = _BE_MY_MENTOR.search(sentence)
    if wish:  # what stands before it only leads up to it, unless it names an act
        after = sentence[wish.end() :]
        return (
            _names_an_act(sentence[: wish.start()] + " " + after)
            or bool(_words(after) & INTERROGATIVES)
            and _says_something(after)
        )
    if not _says_something(sentence):
        return False
    if _MENTOR_WORD.search(sentence) and len(_WORD.findall(sentence)) <= _SHORT:
        return _names_an_act(sentence) or _asks_openly(sentence)
    return _has_question_mark(sentence) or _names_an_act(sentence)


def _has_question_mark(sentence: str) -> bool:
    return bool(QUESTION_MARKS & set(sentence) or _GREEK_QUESTION.search(sentence))


def _names_an_act(sentence: str) -> bool:
    return bool(_VERBS.search(sentence)) or any(
        act in sentence for act in ACTS_WITHOUT_SPACES
    )


def _asks_openly(sentence: str) -> bool:
    return bool(_words(sentence) & INTERROGATIVES) or any(
        word in sentence for word in INTERROGATIVES_WITHOUT_SPACES
    )


def _words(sentence: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(sentence)}


def _says_something(sentence: str) -> bool:
    """Whether anything is left once polite and empty words are gone."""
    left = _words(sentence) - _EMPTY - INTERROGATIVES
    return sum(len(word) for word in left) >= 3
