"""From a matching article to what is shown of it."""
