"""CENTERS: the institution's houses and what belongs to their pages: names past and present, chrome, series.

Lives here: centers, former names, menus, newsletters, series. May import: archive.text, fields, authority,
editing, tags.
"""
