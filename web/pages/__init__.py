"""What does a person see? Pages rendered on the server."""
