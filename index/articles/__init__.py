"""What an article is, and what an engine stores of it."""
