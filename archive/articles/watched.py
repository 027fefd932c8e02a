"""What readers see of works: a published one whole, of a withdrawn one why it is gone, of a draft nothing."""

from archive.freshness import Watch, watch

SHOWN = "{row}.status IN ('published', 'withdrawn')"


def part(model: str, owner: str = "article_id") -> Watch:
    """Watch what hangs on a work."""
    work = f"SELECT 1 FROM articles_article work WHERE work.id = {{row}}.{owner}"  # noqa: S608
    return Watch(model, "article", owner, shown=f"EXISTS ({work} AND {SHOWN.format(row='work')})")


watch(
    Watch("articles.Kind", "kind"),
    Watch("articles.KindName", "kind", "kind_id"),
    Watch("articles.Outlet", "outlet"),
    Watch("articles.OutletName", "outlet", "outlet_id"),
    Watch(
        "articles.Article",
        "article",
        shown=SHOWN,
        instant="publish_at",
        due="status = 'published'",
    ),
    part("articles.ArticleCenter"),
    part("articles.BylineEntry"),
    part("articles.ArticleTerm", "content_object_id"),
    part("articles.Attachment"),
    part("articles.Correction"),
    part("articles.BodyLink"),
    part("articles.PastAddress"),
    Watch("articles.IndexEntry", "index", "article_id"),
    Watch("articles.LegacyAddress", "address"),
    Watch("articles.FormerHost", "address"),
    Watch("articles.Highlight", "highlight", "center_id"),
)
