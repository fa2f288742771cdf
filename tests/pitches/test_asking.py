"""What counts as a question that can be answered, in many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.pitches.asking import asks_only_for_a_mentor, asks_something

BE_MY_MENTOR = """\
Can you be my mentor?
Will you mentor me?
Will you mentor me
Would you please be my mentor?
Could you become my mentor, please?
Would you consider being my mentor?
Are you open to mentoring me?
Would you be willing to act as my mentor?
Would you mentor me in negotiation?
I'd love to have you as my mentor.
I would love for you to be a mentor to me!
I am looking for a mentor. Are you available?
Can I be your mentee?
Be my mentor
be my mentor?
Please be my mentor? Thanks!
Can you take me on as a mentee?
I want you as my coach. Ok?
What would it take for you to be my mentor?
How can you be my mentor?
Can you be my mentor for my career?
Willst du mein Mentor sein?
Möchten Sie meine Mentorin werden?
Veux-tu être mon mentor ?
¿Quieres ser mi mentor?
¿Puedes ser mi mentora?
Você pode ser meu mentor?
Vuoi essere il mio mentore?
Wil je mijn mentor zijn?
Czy zostaniesz moim mentorem?
Ты можешь быть моим наставником?
你可以做我的导师吗？
メンターになってくれませんか？
هل يمكنك أن تكون مرشدي؟
Benim mentorum olur musun?
Μπορείς να γίνεις ο μέντοράς μου;
Vill du vara min mentor?
mentor me pls
Mentorship?
Can you guide me?
Would you be my career mentor and help me grow?
WILL YOU BE MY MENTOR???
can u be my mentor
Could you be my mentor? Would you have time?"""

QUESTIONS = """\
How did you choose the one thing to say the day before?
Can you be my mentor? How did you prepare for your first board meeting?
Could you review my CV?
Please look over one page of my portfolio.
What did your mentor tell you when you started?
How did you find your mentor?
My mentor says I should wait; how do you see it?
Introduce me to somebody in operations.
Can you be my mentor and review my pitch deck?
Wie hast du deinen Mentor gefunden?
Was hat dein Mentor dir geraten?
¿Cómo preparaste tu primera reunión con la dirección?
Comment avez-vous choisi la première phrase ?
你第一次演讲前是怎么准备的？
最初の会議の前に何を準備しましたか？
كيف اخترت الجملة الأولى؟
Πώς διάλεξες την πρώτη πρόταση;
Ինչպե՞ս ընտրեցիք առաջին նախադասությունը
እንዴት መረጡ፧
Explain how you prepare for a board meeting.
Did you ever regret leaving the lab?
Which of my two drafts is clearer?
Könntest du meine Bewerbung gegenlesen?
Would you walk me through how you run a retro?
What should I practise first if you were to be my mentor?
Is half an hour enough to plan a difficult talk with my boss?
Did a mentor help you when you first led a team of people you had known for years?"""


@pytest.mark.parametrize("text", BE_MY_MENTOR.splitlines())
def test_asking_for_everything_at_once_is_no_question(text):
    assert not asks_something(text)
    assert asks_only_for_a_mentor(text)


@pytest.mark.parametrize("text", QUESTIONS.splitlines())
def test_a_question_that_can_be_answered_counts(text):
    assert asks_something(text)
    assert not asks_only_for_a_mentor(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "???", "Can you help me?", "Can we talk?", "Interested?", "I am Mina."]
    + ["Could I pick your brain over coffee?", "Would you have time for me?"],
)
def test_an_empty_or_polite_sentence_is_no_question(text):
    assert not asks_something(text)
    assert not asks_only_for_a_mentor(text)


@pytest.mark.parametrize("wish", BE_MY_MENTOR.splitlines()[:12])
def test_the_wish_for_a_mentor_does_not_spoil_a_real_question(wish):
    assert asks_something(f"{wish}\nHow did you prepare for your first board meeting?")


@given(st.text(max_size=300))
def test_any_text_at_all_gets_an_answer(text):
    assert asks_something(text) in (True, False)
    assert not (asks_something(text) and asks_only_for_a_mentor(text))
