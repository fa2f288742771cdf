"""Words that say nothing about a topic, in English, French, German and Spanish."""

_LINES = """
a about after all also am an and any are as at be because been before being but by
can could did do does doing don for from get go had has have having he her his how i
if in into is it its just like me more most my need no not of on one or other our
out over own s she should so some t than that the their them then there these they
this those to too up us very want was we were what when where which while who why
will with without would you your d ll m re ve someone learn help better good make
become au aux avec ce ces dans de des du elle en et eux il ils je la le les leur lui
ma mais mes moi mon ne nos notre nous ou par pas pour qu que qui sa se ses si son
sur ta te toi tu un une vos votre vous voudrais aber als auch auf aus bei bin das
dass dem den der die ein eine einem einen einer es fur hat ich im ist kann mein
meine meinem meinen meiner mich mit mochte nach nicht sich sie sind und von war wenn
wie wir wird zu zum zur uber al como con del el ella ellos esta este las lo los mas
mi mis muy para pero por porque quiero ser sin su sus tambien tengo una uno y ya
"""
STOP_WORDS = frozenset(_LINES.split())
