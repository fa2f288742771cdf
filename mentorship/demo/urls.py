"""Addresses of this app. Mounted in the demo only."""

from django.urls import path

from mentorship.demo import views

app_name = "demo"

urlpatterns = [
    path("sign-in/<slug:who>/", views.sign_in, name="sign_in"),
    path("outbox/", views.outbox, name="outbox"),
]
