"""The tables that `search` reads, and the programs that build them."""
