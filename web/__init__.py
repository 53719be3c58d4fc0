"""Results to pages and JSON. The door of the folder: what others may use stands here."""

from web.app import create_app

__all__ = ["create_app"]
