"""SQLite's FTS5, over words that jieba cut: in Python's own library, an index is one file."""

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tests.bench.peers.contract import Missing, Peer, Text
from tests.bench.peers.jieba_words import words_of

_TOKEN = re.compile(r"[^\W_]+")


class Fts5:
    version = sqlite3.sqlite_version

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self.bytes = file.stat().st_size

    def prepare(self, question: str) -> str:
        return " OR ".join(f'"{word}"' for word in words_of(question))

    def plain(self, question: str) -> str:
        return self.prepare(question)

    def top_ten(self, prepared: str) -> list[int]:
        if not prepared:
            return []
        rows = self._database.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10", (prepared,)
        )
        return [number for (number,) in rows]

    def count(self, prepared: str) -> int:
        if not prepared:
            return 0
        rows = self._database.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (prepared,))
        return int(rows.fetchone()[0])

    def query_tokens(self, prepared: str) -> set[str]:
        return set(re.findall('"([^"]*)"', prepared))

    def tokens_in(self, text: Text, among: set[str]) -> set[str]:
        # What its tokenizer unicode61 does: letters and digits, in small letters, without diacritics.
        plain = text.cut.lower()
        if not plain.isascii():
            plain = "".join(
                each for each in unicodedata.normalize("NFD", plain) if not unicodedata.combining(each)
            )
        return among.intersection(_TOKEN.findall(plain))


def build(texts: Sequence[Text], folder: Path) -> Fts5:
    file = folder / "texts.db"
    with sqlite3.connect(file) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize = 'unicode61')")
        except sqlite3.OperationalError as fault:
            raise Missing(f"this Python's SQLite is without FTS5: {fault}") from None
        database.executemany(
            "INSERT INTO texts(rowid, body) VALUES (?, ?)",
            ((number, text.cut) for number, text in enumerate(texts)),
        )
        database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
    database.close()
    return Fts5(file)


PEER = Peer("SQLite FTS5", "jieba, unicode61", build, cuts=True)
