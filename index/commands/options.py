"""Which options do the commands share, how do they count, and how does a command fail?

Imported by the commands of all folders. May print nothing but an error's message.
"""

import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from index.errors import YinsuoError
from index.settings import setting, unknown_variables

_OPTION = re.compile(r"--[A-Za-z][\w-]*(=.*)?", re.DOTALL)


def expanded(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """The path with the user's home in the place of `~`, which a shell leaves as it is in `--index=~/x`."""
    return path and Path(os.path.expanduser(path))


index_option = click.option(
    "--index",
    "index",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: Path(setting("index")),
    show_default="setting 'index'",
    callback=expanded,
    help="Folder of the index.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class WordsCommand(click.Command):
    """A command whose arguments are the words of one text, with its options anywhere among them.

    A word may begin with a minus, which excludes it from a query. What begins with two and a letter is an
    option, so that a mistyped one is an error and not a word; all after `--` is words.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {
            name: not option.is_flag
            for option in self.get_params(ctx)
            if isinstance(option, click.Option)
            for name in option.opts
        }
        options: list[str] = []
        words: list[str] = []
        left = iter(args)
        for each in left:
            if each == "--":
                words += left
            elif known.get(each):
                value = next(left, None)
                if value is None:  # reported by click
                    return super().parse_args(ctx, [*options, each])
                options += each, value
            elif each in known or _OPTION.fullmatch(each):
                options.append(each)
            else:
                words.append(each)
        return super().parse_args(ctx, [*options, "--", *words])


def counted(count: int, what: str) -> str:
    """A number and what it counts, in the singular for one."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def mention_unknown_settings() -> None:
    """Say which variables of the environment look like settings and are none, since they have no effect."""
    for variable, likely in unknown_variables(os.environ).items():
        hint = f"did you mean {likely}?" if likely else "'yinsuo settings' lists them"
        click.echo(f"Warning: {variable} is not a setting and has no effect; {hint}", err=True)


@contextmanager
def error_messages(*, interrupted: bool = True) -> Iterator[None]:
    """Turn every error of this project into a message and exit code 1; an interruption too, unless that is
    the usual way to end the command. SIGTERM and SIGHUP interrupt like Ctrl-C."""
    try:
        with _ended_by_signals():
            yield
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    except KeyboardInterrupt:
        if not interrupted:
            raise
        raise click.ClickException("interrupted; the live index is unchanged") from None


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let what would end the process at once interrupt it instead, so that it cleans up. A signal that is
    ignored, as under `nohup`, or has another handler keeps its meaning."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [each for each in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(each) == signal.SIG_DFL]
    for each in ours:
        signal.signal(each, _interrupt)
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
