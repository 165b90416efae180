"""Views: what each command has to show, as plain data, and the order in which it is read.

A view is a named tuple of facts (its JSON) with a method `blocks` that puts them in reading
order for people. Nothing here draws.
"""
