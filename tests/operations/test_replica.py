"""A copy of the database serves visitors; everyone who may have written reads the original."""

from django.http import HttpResponse

from archive.articles.models import Article
from archive.operations import replica


def database_for(request, work=lambda: None):
    """Return which database a page of this request reads, after it did its work."""
    read_from = []

    def page(request):
        work()
        read_from.append(replica.Router().db_for_read(Article))
        return HttpResponse()

    replica.choose(page)(request)
    return read_from[0]


def test_a_visitor_reads_the_copy(rf):
    assert database_for(rf.get("/articles/")) == "replica"


def test_an_editor_reads_what_was_just_written(rf):
    request = rf.get("/articles/")
    request.COOKIES["sessionid"] = "anything"
    assert database_for(request) == "default"


def test_the_admin_and_every_change_use_the_original(rf):
    assert database_for(rf.get("/admin/login/")) == "default"
    assert database_for(rf.post("/articles/")) == "default"


def test_a_page_that_writes_after_all_reads_its_own_writing(rf):
    assert database_for(rf.get("/articles/"), lambda: replica.Router().db_for_write(Article)) == "default"


def test_a_command_reads_the_original():
    assert replica.Router().db_for_read(Article) == "default"


def test_the_copy_gets_its_tables_from_the_original():
    assert not replica.Router().allow_migrate("replica", "articles")
