"""Click in French: help pages, option types, and the sentence for each usage error."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

import click

from desktop.formats import NBSP, typo

Code = TypeVar("Code", bound=StrEnum)

_SECTIONS = {"Options": "Options", "Commands": "Commandes"}


class FrenchFormatter(click.HelpFormatter):
    """Writes headings as French typography wants them."""

    def write_heading(self, heading: str) -> None:
        """Write the translated heading of a section."""
        self.write(f"{_SECTIONS.get(heading, heading)}{NBSP}:\n")


class FrenchContext(click.Context):
    """A context whose help pages are French."""

    formatter_class = FrenchFormatter


@contextmanager
def _told_where(ctx: click.Context) -> Iterator[None]:
    """Give a usage error the command it was met in."""
    try:
        yield
    except click.UsageError as error:
        if error.ctx is None:
            error.ctx = ctx
        raise


class _French(click.Command):
    context_class = FrenchContext

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.params.sort(key=lambda param: not param.expose_value)  # shared options come last

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Afficher cette aide."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"Utilisation{NBSP}: ")

    def invoke(self, ctx: click.Context) -> Any:
        with _told_where(ctx):
            return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_all = ctx.allow_extra_args
        ctx.allow_extra_args = True  # click would refuse what is left over in English
        with _told_where(ctx):
            rest = super().parse_args(ctx, args)
        if ctx.args and not takes_all and not ctx.resilient_parsing:
            raise click.UsageError(f"Argument en trop : {' '.join(ctx.args)}", ctx)
        return rest


class FrenchCommand(_French):
    """A command; its help is given in the decorator, not in the docstring."""


class FrenchGroup(_French, click.Group):
    """A command that holds others."""

    command_class = FrenchCommand

    def __init__(self, *args: Any, **extra: Any) -> None:
        extra.setdefault("subcommand_metavar", "COMMANDE [ARGUMENTS]…")
        super().__init__(*args, **extra)
        self.invoke_without_command = True
        self.no_args_is_help = False
        self.callback = _require_command


@click.pass_context
def _require_command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        raise click.UsageError("Il manque le nom d’une commande.", ctx)


class FrenchOption(click.Option):
    """An option whose help says « obligatoire »."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return name and help, without the words that click adds in English."""
        if self.hidden:
            return None
        text = typo(self.help or "")
        name = ", ".join(self.opts)
        if not self.is_flag:
            name += f" {self.make_metavar(ctx=ctx)}"
        return name, f"{text} [obligatoire]" if self.required else text


def sentence(template: str, **values: object) -> str:
    """Fill a French sentence; its own spaces become unbreakable, the values stay as they are."""
    return typo(template).format(**values)


# --- types --------------------------------------------------------------------------------


class TextType(click.ParamType[str]):
    """Text that can be stored: no bytes that the terminal could not read."""

    name = "texte"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text as typed."""
        text = str(value)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self.fail("ce texte contient des signes illisibles.", param, ctx)
        return text


class NumberType(click.ParamType[int]):
    """A whole number."""

    name = "nombre"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        try:
            return int(value)
        except ValueError:
            self.fail(f"« {value} » n’est pas un nombre entier.", param, ctx)


class PathType(click.ParamType[Path]):
    """A path, existing or not: the command says what is wrong with it."""

    name = "chemin"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path with ~ resolved."""
        text = os.fspath(value)
        if not text.strip():
            self.fail("ce chemin est vide.", param, ctx)
        return Path(text).expanduser()


class CodeType(click.ParamType[Code], Generic[Code]):
    """One of the stored codes of an enumeration."""

    name = "code"

    def __init__(self, codes: type[Code]) -> None:
        self._codes = codes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Code:
        """Return the code, typed in any case."""
        choices = {code.value.lower(): code for code in self._codes}
        try:
            return choices[str(value).strip().lower()]
        except KeyError:
            known = ", ".join(choices)
            self.fail(f"« {value} » n’est pas un choix possible : {known}.", param, ctx)


TEXT = TextType()
NUMBER = NumberType()
PATH = PathType()


# --- usage errors -------------------------------------------------------------------------


def usage_sentence(error: click.ClickException) -> str:
    """Return the French sentence of a usage error; click's own messages are English."""
    return typo(_sentence(error))


def _sentence(error: click.ClickException) -> str:  # noqa: PLR0911 - one answer for each kind
    if isinstance(error, click.NoSuchOption):
        return f"L’option « {error.option_name} » n’existe pas.{_nearest(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        kind = "l’argument" if isinstance(error.param, click.Argument) else "l’option"
        return f"Il manque {kind} {_name(error)}."
    if isinstance(error, click.BadOptionUsage):
        option = error.option_name
        if error.ctx is not None and _is_flag(error.ctx, option):
            return f"L’option « {option} » ne prend pas de valeur."
        return f"L’option « {option} » attend une valeur."
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} : {error.message}"
    if isinstance(error, click.BadArgumentUsage):
        return "Un argument n’a pas le nombre de valeurs attendu."
    if isinstance(error, click.UsageError) and error.ctx is not None:
        unknown = _unknown_command(error)
        return unknown or error.message
    return error.message


def _unknown_command(error: click.UsageError) -> str:
    """Recognise an unknown command, whose exception type depends on the version of click."""
    name = getattr(error, "command_name", None)
    if name is None:
        return ""
    return f"La commande « {name} » n’existe pas.{_nearest(getattr(error, 'possibilities', None))}"


def _nearest(names: Sequence[str] | None) -> str:
    if not names:
        return ""
    return " Vouliez-vous dire " + " ou ".join(f"« {name} »" for name in sorted(names)) + " ?"


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param_hint, str):
        return error.param_hint
    param = error.param
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.human_readable_name if param else "") or "Valeur"


def _is_flag(ctx: click.Context, option: str) -> bool:
    return any(
        isinstance(param, click.Option) and param.is_flag and option in param.opts
        for param in ctx.command.get_params(ctx)
    )
