"""The style guide's address; it answers 404 except in the demo and while debugging."""

from django.urls import path

from mentorship.styleguide import views

urlpatterns = [path("", views.styleguide, name="styleguide")]
