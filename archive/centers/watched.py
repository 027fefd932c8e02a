"""What readers see of centers and series."""

from archive.freshness import Watch, watch

watch(
    Watch("centers.Center", "center"),
    Watch("centers.CenterName", "center", "center_id"),
    Watch("centers.CenterPastSlug", "center", "center_id"),
    Watch("centers.MenuItem", "center", "center_id"),
    Watch("centers.Newsletter", "center", "center_id"),
    Watch("centers.Series", "series"),
    Watch("centers.SeriesName", "series", "series_id"),
    Watch("centers.SeriesPastSlug", "series", "series_id"),
)
