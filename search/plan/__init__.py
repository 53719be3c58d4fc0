"""A logical tree and the statistics of an index to a query plan."""
