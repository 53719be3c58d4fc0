"""Tables that `search` reads, and the programs that made them."""
