"""Text and nothing else: pure functions over strings, dates, addresses, names and HTML.

The lowest room of the house. A function here takes plain values and gives plain values: no model, no
database, no settings, no file, no clock, no network. It may import the standard library and the text
libraries (nh3, lxml, anyascii), never Django and never another room. Everything here is total: hostile
input ends in a value or in a `ValueError` whose sentence can be shown to a person, and takes time
in proportion to its length.
"""
