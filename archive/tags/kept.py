"""What has a history here: terms with their other names."""

from archive import history
from archive.tags.models import Term

history.keep(Term, rows=["names"], addresses=["past_slugs"])
