"""What readers see of works: a published one whole, of a withdrawn one why it is gone, of a draft nothing."""

from archive.freshness import Watch, watch


def part(model: str, owner: str = "article_id") -> Watch:
    """Watch what hangs on a work.

    The status is asked of each work by its key: joined to many rows at once, all works would be read.
    """
    status = f"(SELECT work.status FROM articles_article work WHERE work.id = {{row}}.{owner})"  # noqa: S608
    return Watch(model, "article", owner, shown=f"{status} IN ('published', 'withdrawn')")


watch(
    Watch("articles.Kind", "kind"),
    Watch("articles.KindName", "kind", "kind_id"),
    Watch("articles.Outlet", "outlet"),
    Watch("articles.OutletName", "outlet", "outlet_id"),
    Watch(
        "articles.Article",
        "article",
        shown="{row}.status IN ('published', 'withdrawn')",
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
