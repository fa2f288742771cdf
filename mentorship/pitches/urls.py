"""Addresses of this app."""

from django.urls import path

from mentorship.pitches.views import (
    advising,
    answering,
    ending,
    reading,
    reports,
    writing,
)

app_name = "pitches"

urlpatterns = [
    path("", reading.mine, name="mine"),
    path("as-a-mentor-sees-me/", reading.seen, name="seen"),
    path("inbox/", reading.inbox, name="inbox"),
    path("write/<int:goal_pk>/<int:mentor_pk>/", writing.write, name="write"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/preview/", writing.preview, name="preview"),
    path("<int:pk>/send/", writing.send, name="send"),
    path("<int:pk>/discard/", writing.discard, name="discard"),
    path("<int:pk>/withdraw/", ending.withdraw, name="withdraw"),
    path("<int:pk>/change/", ending.change, name="change"),
    path("<int:pk>/send-again/", ending.send_again, name="send_again"),
    path("<int:pk>/thank/", ending.thank, name="thank"),
    path("<int:pk>/opened/", reading.opened, name="opened"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/accept/", answering.accept, name="accept"),
    path("<int:pk>/decline/", answering.decline, name="decline"),
    path("routes/<slug:slug>/", reports.routes, name="routes"),
    path("of/<int:relationship_pk>/", reading.letter, name="letter"),
    path("advice/of/<int:pk>/", advising.ask_advice, name="ask_advice"),
    path("advice/<int:pk>/", advising.advice, name="advice"),
    path("advice/<int:pk>/answer/", advising.answer_advice, name="answer_advice"),
    path("advice/<int:pk>/not-now/", advising.decline_advice, name="decline_advice"),
    path(
        "advice/<int:pk>/take-back/", advising.withdraw_advice, name="withdraw_advice"
    ),
]
