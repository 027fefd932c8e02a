"""What readers see of people."""

from archive.freshness import Watch, watch

watch(
    Watch("authors.Author", "author"),
    Watch("authors.AuthorName", "author", "author_id"),
    Watch("authors.AuthorPastSlug", "author", "author_id"),
    Watch("authors.AuthorLink", "author", "author_id"),
    Watch("authors.Affiliation", "author", "author_id"),
)
