"""Which peers are there, and in which order are they built and asked?"""

from tests.bench.peers import bm25s_peer, fts5, raw_tantivy, whoosh_stock, xapian_peer, yinsuo_ids

PEERS = (
    yinsuo_ids.PEER,
    raw_tantivy.PEER,
    xapian_peer.PEER,
    bm25s_peer.PEER,
    fts5.PEER,
    whoosh_stock.PEER,
)
