"""Pages of other sites read the API where the settings let them, and only there."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index import SettingError
from web import create_app

BLOG = "https://blog.example"


def client_with(index: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> FlaskClient:
    for name, value in settings.items():
        monkeypatch.setenv(f"YINSUO_{name.upper()}", value)
    return create_app(index).test_client()


def allowed(client: FlaskClient, url: str, origin: str = BLOG) -> str | None:
    answer = client.get(url, headers={"Origin": origin})
    return answer.headers.get("Access-Control-Allow-Origin")


def test_unset_no_other_site_reads_anything(served_index: Path) -> None:
    client = create_app(served_index).test_client()
    for url in ("/api/search?q=a", "/feed.atom?q=a", "/openapi.json", "/"):
        answer = client.get(url, headers={"Origin": BLOG})
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert "Origin" not in answer.headers.get("Vary", "")


def test_an_origin_that_is_set_reads_the_api_and_its_errors_but_no_page(
    served_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_with(served_index, monkeypatch, cors=f"{BLOG}, http://localhost:3000/")
    for url in ("/api/search?q=a", "/api/search?size=0", "/api/articles/none", "/api/none", "/feed.atom?q=a"):
        assert allowed(client, url) == BLOG
        assert allowed(client, url, "http://localhost:3000") == "http://localhost:3000"
        for other in ("https://evil.example", "http://blog.example", "https://blog.example.evil", "null", ""):
            assert allowed(client, url, other) is None
        assert "Origin" in client.get(url).headers["Vary"]
    for url in ("/", "/?q=a", "/articles/data-center-power", "/nowhere"):
        assert allowed(client, url) is None


def test_any_origin_reads_it_by_an_asterisk(served_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_with(served_index, monkeypatch, cors="*")
    assert allowed(client, "/api/search?q=a") == "*"
    assert (
        "Access-Control-Allow-Credentials" not in client.get("/api/search", headers={"Origin": BLOG}).headers
    )


def test_a_browser_that_asks_first_is_told_that_a_key_may_be_sent(
    served_index: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    keys.write_text("ann " + "0" * 64, encoding="utf-8")
    client = client_with(served_index, monkeypatch, cors=BLOG, api_keys=str(keys))
    asking = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    answer = client.options("/api/search?q=a", headers={"Origin": BLOG, **asking})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == BLOG
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    refused = client.get("/api/search?q=a", headers={"Origin": BLOG})
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == BLOG
    foreign = client.options("/api/search", headers={"Origin": "https://evil.example", **asking})
    assert "Access-Control-Allow-Origin" not in foreign.headers


def test_a_copy_that_is_still_valid_may_be_used_by_the_other_site(
    served_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_with(served_index, monkeypatch, cors=BLOG)
    tag = client.get("/api/search?q=a").headers["ETag"]
    answer = client.get("/api/search?q=a", headers={"Origin": BLOG, "If-None-Match": tag})
    assert answer.status_code == 304
    assert answer.headers["Access-Control-Allow-Origin"] == BLOG


@pytest.mark.parametrize(
    "given", ["blog.example", "https://blog.example/path", "ftp://x", "https://*.example", "null"]
)
def test_what_is_no_origin_is_refused_at_the_start(
    served_index: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    with pytest.raises(SettingError, match="YINSUO_CORS"):
        client_with(served_index, monkeypatch, cors=given)
