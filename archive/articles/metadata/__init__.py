"""What the head of a page tells machines: linked data, cards for sharing, citation tags.

Of a work everything is said from its `Description`, of people and centers from what their page has loaded:
nothing here asks the database for anything.
"""
