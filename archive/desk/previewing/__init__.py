"""A work as its readers will see it, before they do: in any host, width and scheme, saved or not.

The gate to readers (`published()`) has no back door for this. What stands in a form is written, as published,
within a transaction that is never committed; in there the work's address is asked for as a reader asks, and
what comes is the page. Then everything is rolled back: no other connection has ever seen it. The view itself
is asked, past the middleware, where whole answers are kept.
"""
