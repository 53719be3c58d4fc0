"""Which command is `yinsuo`?

Mounts the commands of all folders and adds the server. A command's module is loaded only when it runs.
"""

from importlib import import_module

import click

_COMMANDS = {
    "check": ("search.cli", "Check that the live index is whole, and what its citations rest on."),
    "explain": ("search.cli", "Show how a query is understood and where scores come from."),
    "export": ("index.commands.maintain", "Write every article as a line of JSON."),
    "reindex": ("index.commands.ingest", "Build the index anew from files of articles."),
    "remove": ("index.commands.ingest", "Remove articles from the live index."),
    "restore": ("index.commands.maintain", "Make the index that a snapshot holds the live one."),
    "rollback": ("index.commands.maintain", "Make the generation live again that was live before."),
    "search": ("search.cli", "Search the index and show the passages that answer."),
    "serve": ("web.server", "Serve the search page and the JSON endpoint."),
    "settings": ("index.commands.show", "Show every setting and its value now."),
    "snapshot": ("index.commands.maintain", "Write the live index into one file."),
    "stats": ("index.commands.show", "Show how large the index is and what it is made of."),
    "tokens": ("index.commands.show", "Show how a text is cut, for the index and for a query."),
    "update": ("index.commands.ingest", "Take into the live index what has changed."),
    "watch": ("index.commands.ingest", "Follow a folder: take in what changes in it."),
}


class _Commands(click.Group):
    """Commands by name; the texts of the overview stand in the table, so that it loads nothing."""

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


if __name__ == "__main__":
    main()
