"""Who may use the API, and how often."""

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index import SettingError
from web import create_app
from web.api.auth import Keys


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@pytest.fixture
def keyed(sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An application with the keys `one` of ann and `二` of bob."""
    path = tmp_path / "keys"
    path.write_text(
        f"# who may ask\nann  {hashed('one')}  # since May\n\nbob\t{hashed('二')}\n", encoding="utf-8"
    )
    monkeypatch.setenv("YINSUO_API_KEYS", str(path))
    return create_app(sample_index).test_client()


@pytest.mark.parametrize(
    "url", ["/api/search?q=data", "/api/articles/aws-cloud-origins", "/api/tokens?text=x"]
)
def test_the_api_needs_a_key_where_there_are_keys(keyed: FlaskClient, url: str) -> None:
    answer = keyed.get(url)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="yinsuo"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert keyed.get(url, headers={"Authorization": "Bearer one"}).status_code == 200


@pytest.mark.parametrize(
    "given", ["Bearer two", "Bearer ", "Bearer", "Basic b25lOm9uZQ==", "one", "Bearer ONE", "ann"]
)
def test_what_is_no_key_is_refused(keyed: FlaskClient, given: str) -> None:
    assert keyed.get("/api/tokens?text=x", headers={"Authorization": given}).status_code == 401


def test_a_hash_is_no_key(keyed: FlaskClient) -> None:
    answer = keyed.get("/api/tokens", headers={"Authorization": f"Bearer {hashed('one')}"})
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_key_has_no_place_in_an_address(keyed: FlaskClient) -> None:
    assert keyed.get("/api/tokens?key=one").status_code == 401


@pytest.mark.parametrize(
    "url", ["/", "/?q=data", "/api", "/healthz", "/metrics", "/openapi.json", "/feed.atom?q=x"]
)
def test_pages_feeds_and_what_watches_need_none(keyed: FlaskClient, url: str) -> None:
    assert keyed.get(url).status_code == 200


def test_the_description_says_what_needs_a_key(keyed: FlaskClient, sample_index: Path) -> None:
    described = keyed.get("/openapi.json").get_json()
    assert described["components"]["securitySchemes"]["key"] == {"type": "http", "scheme": "bearer"}
    search, health = described["paths"]["/api/search"]["get"], described["paths"]["/healthz"]["get"]
    assert search["security"] == [{"key": []}]
    assert "401" in search["responses"]
    assert "security" not in health


def test_an_answer_that_needed_a_key_is_kept_by_its_asker_alone(keyed: FlaskClient) -> None:
    answer = keyed.get("/api/search?q=data", headers={"Authorization": "Bearer one"})
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_every_key_is_compared_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Keys("".join(f"name{n} {hashed(str(n))}\n" for n in range(5)))
    compared = []
    real = __import__("hmac").compare_digest
    monkeypatch.setattr("web.api.auth.hmac.compare_digest", lambda a, b: compared.append(b) or real(a, b))
    assert keys.holder("0") == "name0"
    assert len(compared) == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ann\n", ":1: write a name"),
        (f"ann {hashed('x')}\nbob secret\n", ":2: write a name"),
        ("# nobody\n", "holds no key"),
    ],
)
def test_a_file_of_keys_that_can_not_be_read_is_an_error_at_the_start(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "keys").write_text(text, encoding="utf-8")
    monkeypatch.setenv("YINSUO_API_KEYS", str(tmp_path / "keys"))
    with pytest.raises(SettingError, match=message) as caught:
        create_app(sample_index)
    assert "secret" not in str(caught.value)


@pytest.fixture
def limited(sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("YINSUO_RATE", "3/hour")
    return create_app(sample_index).test_client()


def test_who_asks_too_often_is_told_when_to_ask_again(limited: FlaskClient) -> None:
    assert [limited.get("/api/tokens?text=x").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = limited.get("/api/tokens?text=x")
    assert answer.content_type == "application/problem+json"
    assert 1 <= int(answer.headers["Retry-After"]) <= 2 * 3600
    assert "3 per 1 hour" in answer.get_json()["detail"]


def test_each_client_has_its_own_rate(limited: FlaskClient) -> None:
    for address in ("10.0.0.1", "10.0.0.2"):
        answers = [limited.get("/api/tokens", environ_base={"REMOTE_ADDR": address}) for _ in range(4)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429]


def test_pages_count_and_what_watches_does_not(limited: FlaskClient) -> None:
    assert [limited.get("/?q=x").status_code for _ in range(4)] == [200, 200, 200, 429]
    for url in ("/healthz", "/metrics", "/openapi.json", "/opensearch.xml"):
        assert limited.get(url).status_code == 200
    with limited.get("/static/yinsuo.css") as answer:
        assert answer.status_code == 200


def test_a_client_can_not_escape_by_naming_another_address(limited: FlaskClient) -> None:
    answers = [limited.get("/api/tokens", headers={"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(4)]
    assert answers[-1].status_code == 429


def test_behind_a_proxy_each_client_has_its_own_rate(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINSUO_RATE", "1/hour")
    monkeypatch.setenv("YINSUO_PROXIES", "1")
    client = create_app(sample_index).test_client()
    # A client may write what it likes before what the proxy adds.
    for address, status in (("1.1.1.1, 10.0.0.1", 200), ("2.2.2.2, 10.0.0.1", 429), ("10.0.0.2", 200)):
        assert client.get("/api/tokens", headers={"X-Forwarded-For": address}).status_code == status


def test_the_rate_is_that_of_the_key_and_guessing_counts_too(
    keyed: FlaskClient, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINSUO_RATE", "2/hour")
    client = create_app(sample_index).test_client()
    answers = [client.get("/api/tokens", headers={"Authorization": "Bearer one"}) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    guessed = [client.get("/api/tokens", headers={"Authorization": f"Bearer {n}"}) for n in range(3)]
    assert [each.status_code for each in guessed] == [401, 401, 429]


@pytest.mark.parametrize("rate", ["many", "60", "60/fortnight", "-1/minute"])
def test_a_rate_that_is_none_is_an_error_at_the_start(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, rate: str
) -> None:
    monkeypatch.setenv("YINSUO_RATE", rate)
    with pytest.raises(SettingError, match="YINSUO_RATE"):
        create_app(sample_index)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("YINSUO_LANG", "foo"),
        ("YINSUO_MAX_QUERY", "abc"),
        ("YINSUO_MAX_DEPTH", "-1"),
        ("YINSUO_BUDGET", "much"),
        ("YINSUO_RECENCY", "2"),
        ("YINSUO_TIMEZONE", "Mars"),
    ],
)
def test_a_setting_that_cannot_be_is_told_at_the_start(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError, match=variable):
        create_app(sample_index)
