"""What do pages and API share of HTTP? The plumbing of requests and responses."""
