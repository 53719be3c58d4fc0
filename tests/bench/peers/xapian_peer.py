"""Xapian, over words that jieba cut. Its Python binding is Debian's python3-xapian, not to be had by pip, so
it is taken from the system's folder where that Python is of this version."""

import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from tests.bench.peers.contract import Missing, Peer, Text, size_of
from tests.bench.peers.jieba_words import words_of

_DEBIAN = "/usr/lib/python3/dist-packages"


class Xapian:
    def __init__(self, xapian: ModuleType, folder: Path) -> None:
        self._xapian = xapian
        self._database = xapian.Database(str(folder))
        self._enquire = xapian.Enquire(self._database)
        self.version = xapian.version_string()
        self.bytes = size_of(folder)

    def prepare(self, question: str) -> list[str]:
        return list(dict.fromkeys(words_of(question)))

    def plain(self, question: str) -> list[str]:
        return self.prepare(question)

    def top_ten(self, prepared: list[str]) -> list[int]:
        self._enquire.set_query(self._xapian.Query(self._xapian.Query.OP_OR, prepared))
        return [match.docid - 1 for match in self._enquire.get_mset(0, 10)]

    def count(self, prepared: list[str]) -> int:
        self._enquire.set_query(self._xapian.Query(self._xapian.Query.OP_OR, prepared))
        # With as many checked as there are the number is no estimate.
        found = self._enquire.get_mset(0, 0, self._database.get_doccount())
        return int(found.get_matches_estimated())

    def query_tokens(self, prepared: list[str]) -> set[str]:
        return set(prepared)

    def tokens_in(self, text: Text, among: set[str]) -> set[str]:
        document = self._xapian.Document()
        generator = self._xapian.TermGenerator()
        generator.set_document(document)
        generator.index_text_without_positions(text.cut)
        return among.intersection(each.term.decode() for each in document.termlist())


def build(texts: Sequence[Text], folder: Path) -> Xapian:
    xapian = _imported()
    database = xapian.WritableDatabase(str(folder / "texts"), xapian.DB_CREATE_OR_OPEN)
    generator = xapian.TermGenerator()
    for text in texts:
        document = xapian.Document()
        generator.set_document(document)
        generator.index_text(text.cut)
        database.add_document(document)
    database.commit()
    database.close()
    return Xapian(xapian, folder / "texts")


def _imported() -> ModuleType:
    if "xapian" in sys.modules:
        return sys.modules["xapian"]
    spec = importlib.machinery.PathFinder.find_spec("xapian", [*sys.path, _DEBIAN])
    if spec is None or spec.loader is None:
        raise Missing("xapian is not installed (Debian: apt-get install python3-xapian)")
    module = importlib.util.module_from_spec(spec)
    sys.modules["xapian"] = module
    try:
        spec.loader.exec_module(module)
    except ImportError as fault:
        del sys.modules["xapian"]
        raise Missing(f"the system's xapian is made for another Python than this one: {fault}") from None
    return module


PEER = Peer("Xapian", "jieba, TermGenerator", build, cuts=True)
