"""The editor of the admin's tests, and the imports of the importing's."""

from tests.admin.conftest import desk, editor, form_of, save  # noqa: F401
from tests.importing.conftest import import_content, write_records  # noqa: F401
