"""A matching article to what is shown of it."""
