"""Addresses of this app."""

from django.urls import path

from mentorship.programs import views

app_name = "programs"

urlpatterns = [
    path("", views.programs, name="list"),
    path("taking-part/<int:pk>/", views.offer, name="offer"),
    path("taking-part/<int:pk>/leave/", views.leave, name="leave"),
    path("taking-part/<int:pk>/come-back/", views.come_back, name="come_back"),
    path("taking-part/<int:pk>/still-open/", views.still_open, name="still_open"),
    path(
        "taking-part/still-open/<str:token>/",
        views.asked_again,
        name="asked_again",
    ),
    path("<slug:slug>/", views.welcome, name="welcome"),
    path("<slug:slug>/join/", views.join, name="join"),
    path("<slug:slug>/join/check/", views.check, name="check"),
    path("<slug:slug>/join/<slug:key>/", views.question, name="question"),
    path("<slug:slug>/invitation/<str:token>/", views.invitation, name="invitation"),
    path("<slug:slug>/invitations/", views.invite, name="invite"),
    path(
        "<slug:slug>/invitations/<int:pk>/again/",
        views.invite_again,
        name="invite_again",
    ),
    path(
        "<slug:slug>/invitations/<int:pk>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("<slug:slug>/overview/", views.overview, name="overview"),
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/ask-again/", views.ask_again, name="ask_again"),
    path("<slug:slug>/apart/", views.apart, name="apart"),
    path("<slug:slug>/apart/<int:pk>/no-more/", views.apart_no_more, name="together"),
]
