"""Addresses of this app."""

from django.urls import path

from mentorship.programs import views

app_name = "programs"

urlpatterns = [
    path("", views.programs, name="list"),
    path("taking-part/<int:pk>/", views.offer, name="offer"),
    path("taking-part/<int:pk>/leave/", views.leave, name="leave"),
    path("taking-part/<int:pk>/come-back/", views.come_back, name="come_back"),
    path("<slug:slug>/", views.welcome, name="welcome"),
    path("<slug:slug>/join/", views.join, name="join"),
    path("<slug:slug>/overview/", views.overview, name="overview"),
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/apart/", views.apart, name="apart"),
    path("<slug:slug>/apart/<int:pk>/no-more/", views.apart_no_more, name="together"),
]
