"""Which options do the commands share, and how does a command fail?

Imported by the commands of all folders. May print nothing but an error's message.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from index.errors import YinsuoError
from index.settings import setting

index_option = click.option(
    "--index",
    "index",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: Path(setting("index")),
    show_default="setting 'index'",
    help="Folder of the index.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@contextmanager
def error_messages(*, interrupted: bool = True) -> Iterator[None]:
    """Turn every error of this project into a message and exit code 1; an interruption too, unless that is
    the usual way to end the command."""
    try:
        yield
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    except KeyboardInterrupt:
        if not interrupted:
            raise
        raise click.ClickException("interrupted; the live index is unchanged") from None
