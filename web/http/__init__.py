"""What pages and API share of HTTP."""
