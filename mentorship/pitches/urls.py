"""Addresses of this app."""

from django.urls import path

from mentorship.pitches import views

app_name = "pitches"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("inbox/", views.inbox, name="inbox"),
    path("write/<int:goal_pk>/<int:mentor_pk>/", views.write, name="write"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("of/<int:relationship_pk>/", views.letter, name="letter"),
]
