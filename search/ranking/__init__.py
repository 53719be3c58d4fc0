"""What a match weighs, and which articles come first."""
