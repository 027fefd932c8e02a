"""The archive of a think tank: a project, not an app.

Rooms below, counters above: `text` < `fields`, `files`, `authority`, `publication`, `editing` < `tags` <
`centers` < `authors` < `articles` < `importing` | `desk` | `public` | `syndication` | `operations` < `urls`.
Imports go downward only, and the counters never import one another; tests/test_imports.py reads the syntax
trees and says so.
"""
