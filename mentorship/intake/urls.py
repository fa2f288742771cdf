"""Addresses of this app, under programs/."""

from django.urls import path

from mentorship.intake import views

app_name = "intake"

urlpatterns = [
    path("<slug:slug>/import/", views.upload, name="upload"),
    path("import/sample.csv", views.sample, name="sample"),
    path("import/<int:pk>/", views.review, name="review"),
    path("import/<int:pk>/columns/", views.columns, name="columns"),
    path("import/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("import/<int:pk>/discard/", views.discard, name="discard"),
    path("import/<int:pk>/problems.csv", views.problems, name="problems"),
]
