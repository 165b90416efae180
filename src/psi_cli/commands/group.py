"""psi's commands and the options they share: what can be typed, before anything is done."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from psi_cli import __doc__ as description
from psi_cli.errors import UsageProblem
from psi_cli.pathway.references import is_number
from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line

COMMANDS = {  # in the order of the help: name, module, what it does
    "Find your way": {
        "status": ("status", "Where am I, what is left, what next (also: just psi)."),
        "start": ("navigate", "Begin the pathway, or resume where you left off."),
        "next": ("navigate", "Move on to the next stage."),
        "back": ("navigate", "Go back to the stage before."),
        "goto": ("navigate", "Go to a stage."),
        "read": ("read", "Read the text of a stage, and its questions."),
    },
    "Look": {
        "suggest": ("suggest", "What fits into the time you have."),
        "plan": ("plan", "What to study in which week."),
        "show": ("show", "Look at a resource or a stage."),
        "list": ("list", "List resources, filtered as you like."),
        "search": ("search", "Find resources, stages, questions and your own notes."),
        "open": ("open", "Go to a resource in your browser."),
    },
    "Work": {
        "done": ("mark", "Mark what you have studied."),
        "skip": ("mark", "Set aside what you will not study."),
        "reopen": ("mark", "Take a done or skipped mark back."),
        "bookmark": ("bookmark", "Keep something to return to."),
        "answer": ("answer", "Answer the open questions of a stage."),
        "note": ("note", "Write a note, or read your notes."),
    },
    "Take it along": {
        "export": ("export", "A page, a checklist, a record, a table, references."),
    },
    "Look back and look after": {
        "undo": ("undo", "Take back the last step, to any depth."),
        "log": ("log", "What you did, and when."),
        "reset": ("reset", "Clear a resource, a stage or everything."),
        "forget": ("forget", "Remove your notes on something for good."),
        "doctor": ("doctor", "Check psi and your record, and fix what can be fixed."),
        "help": ("help", "What psi can do, or how one of its commands is used."),
    },
}
_EPILOG = (
    "REF is a number on the screen (3, or 2.3 for stage 2), a name, or the beginning of one. "
    "Exit status: 0 done, 1 failed, 2 usage, 3 nothing found, 4 pathway invalid, "
    "5 record unreadable or not saved, 130 interrupted."
)
_AS_TYPED = {"ignore_unknown_options": True, "help_option_names": ["--help"]}  # -word excludes
_MODULES = {name: entry for section in COMMANDS.values() for name, entry in section.items()}


def is_command(name: str) -> bool:
    """Tell whether psi has a command of this name."""
    return name in _MODULES


class Group(TyperGroup):
    """psi's commands, each imported and built when it is called for and not before."""

    def list_commands(self, _context: Any) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(_MODULES)

    def get_command(self, _context: Any, name: str) -> Any:
        """Return one command, built from its function and the options that all share."""
        if name not in _MODULES:
            return None
        module, summary = _MODULES[name]
        function = getattr(import_module(f"psi_cli.commands.{module}"), f"{name}_command")
        app = _typer(add_completion=False)
        settings = _AS_TYPED if name == "search" else None
        kind = _free_text() if name == "note" else None
        app.command(name, cls=kind, short_help=summary, context_settings=settings)(function)
        command = typer.main.get_command(app)
        command.params.extend(shared_options())
        return command

    def resolve_command(self, context: Any, args: list[str]) -> Any:
        """Return the command that was typed, `show` for a number alone; UsageProblem offers one."""
        if args[0] in _MODULES or args[0].startswith("-"):
            return super().resolve_command(context, args)
        if is_number(args[0]):
            return super().resolve_command(context, ["show", *args])
        from difflib import get_close_matches

        near = get_close_matches(args[0], _MODULES, 1, 0.7)
        remedy = f"Did you mean `psi {near[0]}`?" if near else "`psi --help` lists them all."
        raise UsageProblem(f"psi has no command “{clean_line(args[0])[:40]}”.", remedy)

    def shell_complete(self, context: Any, incomplete: str) -> list[Any]:
        """Return the commands that begin so, without building any of them."""
        from typer._click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=summary)
            for name, (_, summary) in _MODULES.items()
            if name.startswith(incomplete)
        ]
        return found or super(TyperGroup, self).shell_complete(context, incomplete)

    def format_commands(self, _context: Any, formatter: Any) -> None:
        """Write the commands into the help, by what they are for."""
        for title, commands in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name, summary) for name, (_, summary) in commands.items()])


def _free_text() -> type[TyperCommand]:
    from psi_cli.commands.free_text import FreeTextCommand

    return FreeTextCommand


def _typer(**settings: Any) -> typer.Typer:
    return typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
        **settings,
    )


def shared_options() -> list[TyperOption]:
    """Return the options that psi takes before and after the name of a command."""
    return [
        _flag(
            "--plain",
            _choose_plain,
            "Lines without panels or colour, for screen readers and pipes.",
        ),
        _flag("--json", _choose_json, "One JSON object, for scripts."),
        _flag("--no-pager", _choose_no_pager, "Write long screens straight to the terminal."),
        TyperOption(
            param_decls=["--pathway"],
            metavar="FILE",
            expose_value=False,
            callback=_choose_pathway,
            help="Walk this pathway file, for this call (or set PSI_PATHWAY).",
        ),
    ]


def _flag(
    name: str, callback: Callable[[Any, Any, Any], None], summary: str, *short: str
) -> TyperOption:
    return TyperOption(
        param_decls=[*short, name],
        is_flag=True,
        expose_value=False,
        callback=callback,
        help=summary,
    )


def _choose_plain(context: Any, _param: Any, chosen: Any) -> None:
    session_of(context).as_plain |= bool(chosen)


def _choose_no_pager(context: Any, _param: Any, chosen: Any) -> None:
    session_of(context).without_pager |= bool(chosen)


def _choose_json(context: Any, _param: Any, chosen: Any) -> None:
    session_of(context).as_json |= bool(chosen)


def _choose_pathway(context: Any, _param: Any, chosen: Any) -> None:
    if chosen:
        from shlex import quote

        session = session_of(context)
        session.pathway_file = str(chosen)
        session.repeated_option = f" --pathway {quote(clean_line(session.pathway_file))}"


def _show_version(context: Any, _param: Any, chosen: Any) -> None:
    context.meta["psi.version"] = bool(chosen)


def application(*, with_completion: bool) -> Any:
    """Return psi's command group; the options that install completion only where they are used."""
    app = _typer(
        cls=Group,
        invoke_without_command=True,
        add_completion=with_completion,
        help=description,
        epilog=_EPILOG,
    )

    @app.callback()
    def root(context: typer.Context) -> None:
        if context.meta.get("psi.version"):
            import_module("psi_cli.commands.version").version_command(context)
            raise typer.Exit
        if context.invoked_subcommand is None:
            import_module("psi_cli.commands.status").status_command(context)

    group = typer.main.get_command(app)
    version = _flag("--version", _show_version, "Which psi this is.", "-V")
    group.params.extend([version, *shared_options()])
    return group
