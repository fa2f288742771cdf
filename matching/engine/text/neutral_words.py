"""The words that ``neutralise`` replaces. Data only; every pair has a reason in a test.

Both words of a pair (she/he, mother/father) must lead to one and the same word, so that
swapping them changes nothing. Where one word means different things ("her", German
"sie"), the form that keeps most sentences readable is taken.
"""

PRONOUNS = {
    "they": "she he s/he he/she she/he",
    "their": "her his him hers",
    "themselves": "herself himself themself",
    "they're": "she's he's",
    "they'd": "she'd he'd",
    "they'll": "she'll he'll",
    "ils": "elles",
    "il": "elle",
    "ellos": "ellas",
    "él": "ella",
    "seine": "ihre",
    "seinen": "ihren",
    "seinem": "ihrem",
    "seiner": "ihrer",
    "sie": "er",
    "ihm": "ihn ihr",
    "celui": "celle",
    "ceux": "celles",
}

KIN = {
    "parent": "mother father mum mom mam mama mommy mummy dad daddy papa",
    "parents": "mothers fathers mums moms dads",
    "parenthood": "motherhood fatherhood",
    "parenting": "mothering fathering",
    "parental": "maternity paternity maternal paternal motherly fatherly",
    "grandparent": "grandmother grandfather grandma grandpa granny grandad",
    "stepparent": "stepmother stepfather stepmom stepdad stepmum",
    "parent-in-law": "mother-in-law father-in-law",
    "child-in-law": "daughter-in-law son-in-law",
    "sibling-in-law": "sister-in-law brother-in-law",
    "stepchild": "stepdaughter stepson",
    "stepsibling": "stepsister stepbrother",
    "godparent": "godmother godfather",
    "grandchild": "grandson granddaughter",
    "grandchildren": "grandsons granddaughters",
    "grandparents": "grandmothers grandfathers grandmas grandpas",
    "child": "son daughter",
    "children": "sons daughters",
    "sibling": "brother sister",
    "siblings": "brothers sisters",
    "partner": "husband wife girlfriend boyfriend ex-husband ex-wife fiancé fiancée",
    "partners": "husbands wives",
    "relative": "aunt uncle niece nephew",
    "widowed": "widow widower",
    "businessperson": "businessman businesswoman",
    "salesperson": "salesman saleswoman",
    "spokesperson": "spokesman spokeswoman",
    "chairperson": "chairman chairwoman",
    "server": "waiter waitress",
    "servers": "waiters waitresses",
    "actor": "actress",
    "actors": "actresses",
    "steward": "stewardess",
    "host": "hostess",
    "heir": "heiress",
    "manager": "manageress",
    "author": "authoress",
    "poet": "poetess",
    "priest": "priestess",
    "sculptor": "sculptress",
    "seamster": "seamstress",
    "comedian": "comedienne",
    "usher": "usherette",
    "landlord": "landlady",
    "postmaster": "postmistress",
    "proprietor": "proprietress",
    "bartender": "barman barmaid",
    "homemaker": "housewife househusband",
    "emeritus": "emerita",
    "principal": "headmaster headmistress",
    "police officer": "policeman policewoman",
    "firefighter": "fireman firewoman",
    "foreperson": "foreman forewoman",
    "craftsperson": "craftsman craftswoman",
    "tradesperson": "tradesman tradeswoman",
    "sportsperson": "sportsman sportswoman",
    "graduate": "alumnus alumna",
    "graduates": "alumni alumnae",
    "elternteil": "mutter vater mami papi",
    "eltern": "mütter väter",
    "elternzeit": "mutterschutz mutterschaftsurlaub vaterschaftsurlaub vaterzeit",
    "elternschaft": "mutterschaft vaterschaft",
    "kind": "sohn tochter",
    "kinder": "söhne töchter",
    "geschwister": "bruder schwester brüder schwestern",
    "großeltern": "großmutter großvater oma opa",
    "ehepartner": "ehemann ehefrau",
    "verwandte": "tante onkel nichte neffe schwägerin schwager",
    "proche": "oncle nièce neveu sœur soeur frère belle-sœur beau-frère",
    "proches": "sœurs soeurs frères",
    "beau-parent": "belle-mère beau-père",
    "petit-enfant": "petite-fille petit-fils",
    "parent ": "mère père maman",
    "parents ": "mères pères",
    "enfant": "fils fille",
    "enfants": "filles",
    "parentalité": "maternité paternité",
    "conjoint": "mari épouse époux",
    "grands-parents": "grand-mère grand-père",
    "progenitor": "madre padre mamá papá",
    "progenitores": "madres padres",
    "parentalidad": "maternidad paternidad",
    "hijo": "hija",
    "hijos": "hijas",
    "hermano": "hermana",
    "hermanos": "hermanas",
    "cónyuge": "marido esposo esposa",
    "abuelos": "abuela abuelo",
    "pariente": "tía tío sobrina sobrino",
    "suegro": "suegra",
    "novio": "novia",
    "nieto": "nieta",
}

HONORIFICS = (
    "mr mrs ms miss mx dr prof professor sir madam "
    "herr herrn frau monsieur madame mme mlle señor señora señorita sr sra srta doña "
    "don lady lord"
)

#: Written small too, where they stand before a name.
ALSO_SMALL = "madame monsieur señor señora señorita don doña sr sra"

# After "she" or "he" became "they", so that a story about "they" reads the same.
AGREEMENT = {
    "they was": "they were",
    "they is": "they are",
    "they has": "they have",
    "they does": "they do",
    "they wasn't": "they weren't",
    "they isn't": "they aren't",
    "they hasn't": "they haven't",
    "they doesn't": "they don't",
}

_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety"
)
_FRENCH = (
    "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze "
    "seize vingt trente quarante cinquante soixante"
)
_GERMAN = (
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig"
)
_SPANISH = (
    "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "veinte treinta cuarenta cincuenta sesenta"
)
NUMBERS = " ".join((_ENGLISH, _FRENCH, _GERMAN, _SPANISH)).split()

# First names that begin sentences as ordinary words.
ALSO_WORDS = frozenset(
    [
        "will",
        "may",
        "can",
        "mark",
        "hope",
        "grant",
        "bill",
        "rob",
        "sue",
        "drew",
        "chase",
    ]
)
