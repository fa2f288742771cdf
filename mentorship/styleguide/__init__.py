"""One page with every component in every state, for whoever builds pages.

It shows the real tags, widgets and includes, so it cannot drift from what people see.
Its sample texts are not translated.
"""
