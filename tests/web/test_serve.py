"""The site on this machine: by ranges where asked, to nobody else, and nothing outside its folder."""

import http.client
import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from assets.site import HOST, FileHandler, make_site, serve
from pipeline.errors import UsageError


@pytest.fixture
def server(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "data.duckdb").write_bytes(bytes(range(100)))
    (tmp_path / "secret.txt").write_text("outside")
    with ThreadingHTTPServer((HOST, 0), partial(FileHandler, directory=str(tmp_path / "site"))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port
        running.shutdown()


def asked(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


@pytest.mark.parametrize(
    ("wanted", "first", "last"), [("bytes=10-19", 10, 19), ("bytes=90-", 90, 99), ("bytes=95-500", 95, 99)]
)
def test_a_range_of_the_database_is_that_range(server, wanted, first, last):
    status, headers, body = asked(server, "/data.duckdb", Range=wanted)
    assert status == 206
    assert body == bytes(range(first, last + 1))
    assert headers["Content-Range"] == f"bytes {first}-{last}/100"


def test_a_whole_file_says_that_ranges_may_be_asked_for(server):
    status, headers, body = asked(server, "/data.duckdb")
    assert (status, len(body), headers["Accept-Ranges"]) == (200, 100, "bytes")


def test_a_range_beyond_the_end_is_refused(server):
    assert asked(server, "/data.duckdb", Range="bytes=100-200")[0] == 416


def test_the_head_of_a_range_has_no_body(server):
    status, headers, body = asked(server, "/data.duckdb", method="HEAD", Range="bytes=0-9")
    assert (status, headers["Content-Length"], body) == (206, "10", b"")


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"])
def test_nothing_outside_the_folder_is_served(server, path):
    assert b"outside" not in asked(server, path)[2]


def test_what_is_not_there_is_said_with_what_to_do(tmp_path):
    with pytest.raises(UsageError, match="harm-ledger site"):
        serve(tmp_path, 0)
    with pytest.raises(UsageError, match=r"no release 9\.9\.9"):
        make_site(tmp_path, "9.9.9", tmp_path / "out", tmp_path / "node_modules")
