"""What does a program get? JSON, feeds, metrics, and their description."""
