"""Which process serves the application?

Runs it under waitress, a server in pure Python that needs nothing compiled.
"""

from pathlib import Path

import click
import waitress

from index import YinsuoError, setting
from index.cli import index_option
from search import LiveIndex
from web.app import create_app

_THREADS = 8


@click.command()
@index_option
@click.option("--host", default=lambda: setting("host"), show_default="setting 'host'", help="Address.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=lambda: setting("port"),
    show_default="setting 'port'",
    help="Port.",
)
def serve(index: Path, host: str, port: int) -> None:
    """Serve the search page and the JSON endpoint until interrupted."""
    try:
        app = create_app(index)
        live = app.extensions["yinsuo"]
        assert isinstance(live, LiveIndex)
        searcher = live.searcher()
        count = searcher.generation.articles.count
        searcher.search("引索 yinsuo")  # loads what the first question needs, so that no reader waits for it
        server = waitress.create_server(app, host=host, port=port, threads=_THREADS, ident="yinsuo")
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    except (OSError, ValueError) as fault:
        raise click.ClickException(f"can't listen on {host}:{port}: {fault}") from None
    # The server knows the port that it was given where 0 was asked for.
    click.echo(f"{count:,} articles on http://{host}:{server.effective_port}/ (stop with Ctrl-C)")
    server.run()
