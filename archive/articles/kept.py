"""What has a history here: works with all that hangs on them, kinds, outlets, what home pages put forward."""

from archive import history
from archive.articles.models import Article, Highlight, Kind, Outlet

history.keep(
    Article,
    rows=["byline_entries", "term_links", "center_links", "attachments", "corrections"],
    addresses=["legacy_addresses", "past_addresses"],
    only={"center_links": {"is_implied": False}},
)
history.keep(Kind, rows=["names"])
history.keep(Outlet, rows=["names"])
history.keep(Highlight)
