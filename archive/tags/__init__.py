"""TAGS: the vocabulary, on django-taggit: topics, regions (a tree), programs, projects, collections.

A term belongs to one facet; “Russia” the region and “Russia” the topic are two terms.
Lives here: terms, their name forms, their tree. May import: archive.text, fields, authority, editing.
"""
