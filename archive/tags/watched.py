"""What readers see of the vocabulary."""

from archive.freshness import Watch, watch

watch(
    Watch("tags.Term", "term"),
    Watch("tags.TermName", "term", "term_id"),
    Watch("tags.TermPastSlug", "term", "term_id"),
    Watch("tags.Ancestry", "tree", "ancestor_id"),
)
