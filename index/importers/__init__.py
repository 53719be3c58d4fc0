"""Files to articles, one module per format. Knows nothing of indexes on disk."""
