"""AUTHORS: the people: name forms, dated affiliations, links, past slugs.

Lives here: authority records of persons. May import: archive.text, fields, authority, editing, tags,
centers. What an author wrote is reached from above, through `author.articles`.
"""
