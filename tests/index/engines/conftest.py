"""A store of each engine, of a few documents that a person can check by eye."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from index.engines import Document, Engine, Field, FieldKind, Reader, engine_names, open_engine

FIELDS = (
    Field("words", FieldKind.TOKENS),
    Field("grams", FieldKind.POSITIONS),
    Field("chars", FieldKind.SET),
    Field("source", FieldKind.KEYWORD),
    Field("ticker", FieldKind.FACET),
    Field("month", FieldKind.FACET),
    Field("second", FieldKind.NUMBER),
)


def document(key: str, tokens: str = "", *, number: int | None = None, **values: str) -> Document:
    """A document with its tokens in all three token fields; `values` are separated by `|`."""
    return Document(
        key=key,
        tokens={"words": tokens, "grams": tokens, "chars": tokens},
        values={name: value.split("|") for name, value in values.items()},
        numbers={} if number is None else {"second": number},
        stored=f"<{key}>".encode(),
    )


@pytest.fixture(params=engine_names())
def engine(request: pytest.FixtureRequest) -> Engine:
    return open_engine(request.param)


@pytest.fixture
def make() -> Callable[..., Document]:
    return document


@pytest.fixture
def fields() -> tuple[Field, ...]:
    return FIELDS


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> Callable[[Iterable[Document]], Reader]:
    """Writes documents into a store of their own and opens it."""
    count = 0

    def make(documents: Iterable[Document]) -> Reader:
        nonlocal count
        count += 1
        folder = tmp_path / f"store{count}"
        folder.mkdir()
        with engine.create(folder, FIELDS) as writer:
            for each in documents:
                writer.add(each)
            writer.commit()
        return engine.open(folder, FIELDS)

    return make
