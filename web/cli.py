"""Which commands does `yinsuo` have?

The commands of all folders and the server, by name. A command's module is imported only when it runs, so that
the overview is quick.
"""

from importlib import import_module

import click

_COMMANDS = {
    "check": ("search.cli", "Check the live index and its citations."),
    "explain": ("search.cli", "Show how a query is understood and where scores come from."),
    "export": ("index.commands.maintain", "Write every article as a line of JSON."),
    "reindex": ("index.commands.ingest", "Build a new index from files of articles."),
    "remove": ("index.commands.ingest", "Remove articles from the live index."),
    "restore": ("index.commands.maintain", "Make the index in a snapshot the live one."),
    "rollback": ("index.commands.maintain", "Make the previous generation live again."),
    "search": ("search.cli", "Search the index and show the passages that match."),
    "serve": ("web.server", "Serve the search pages and the API."),
    "settings": ("index.commands.show", "Show every setting and its current value."),
    "snapshot": ("index.commands.maintain", "Write the live index into one file."),
    "stats": ("index.commands.show", "Show the size and the contents of the index."),
    "tokens": ("index.commands.show", "Show how a text is analyzed, for the index and for a query."),
    "update": ("index.commands.ingest", "Apply what has changed to the live index."),
    "watch": ("index.commands.ingest", "Watch a folder and apply its changes to the live index."),
}


class _Commands(click.Group):
    """Commands by name. The overview has its texts from the table, so that it imports none of them."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[name][0]), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in sorted(_COMMANDS.items())])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yinsuo")
def main() -> None:
    """Yinsuo 引索: full-text search for Chinese and English articles whose statements carry citations."""
    from index.commands.options import mention_unknown_settings

    mention_unknown_settings()


if __name__ == "__main__":
    main()
