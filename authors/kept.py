"""What has a history here: people with their positions, names and links."""

from archive import history
from authors.models import Author

history.keep(Author, rows=["affiliations", "names", "links"], addresses=["past_slugs"])
