"""What has a history here: centers with their names, menus and newsletters; series."""

from archive import history
from archive.centers.models import Center, Series

history.keep(Center, rows=["names", "menu_items", "newsletters"], addresses=["past_slugs"])
history.keep(Series, rows=["names"], addresses=["past_slugs"])
