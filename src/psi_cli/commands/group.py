"""psi's commands and the options they share: what can be typed, before anything is done."""

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from psi_cli import __doc__ as description
from psi_cli.errors import UsageProblem
from psi_cli.pathway.references import is_number
from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line, quoted

Sections = dict[str, dict[str, tuple[str, str]]]  # as in the help: name, module, what it does
COMMANDS: Sections = {
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
        "export": ("export", "A page, a checklist, a record, a table, references, a backup."),
        "import": ("importing", "Take in a backup, or what you did on another machine."),
        "pathway": ("pathway", "Other pathways: add one, and choose which you follow."),
    },
    "Look back and look after": {
        "undo": ("undo", "Take back the last step, to any depth."),
        "log": ("log", "What you did, and when."),
        "reset": ("reset", "Clear a resource, a stage or everything."),
        "forget": ("forget", "Remove your notes on something for good."),
        "doctor": ("doctor", "Check psi and your record, and fix what can be fixed."),
        "config": ("config", "What is set for good: plain lines, the pager, the web search."),
        "help": ("help", "What psi can do, or how one of its commands is used."),
    },
}
_ABOUT = f"""{description}

$ psi start         begin the pathway, or resume it
$ psi next          on to the next stage
$ psi open 2        go to the second resource of the stage you are in
$ psi done 2        mark it as studied
$ psi note 2 "..."  write down what you make of it
$ psi               where you are, and what comes next
"""
_AS_TYPED = {"ignore_unknown_options": True}  # -word excludes


class Family(NamedTuple):
    """Commands that are typed behind the same words, and the package that holds their modules.

    `alone` is the command that runs where none is named.
    """

    package: str
    sections: Sections
    alone: str
    help: str

    @property
    def modules(self) -> dict[str, tuple[str, str]]:
        """Return the module and the summary of each command, by its name."""
        return {
            name: entry for section in self.sections.values() for name, entry in section.items()
        }

    def module_of(self, name: str) -> Any:
        """Return the module of one command, imported."""
        return import_module(f"{self.package}.{self.modules[name][0]}")


_ALL = Family("psi_cli.commands", COMMANDS, "status", _ABOUT)


def is_command(name: str) -> bool:
    """Tell whether psi has a command of this name."""
    return name in _ALL.modules


class Group(TyperGroup):
    """The commands of a family, each imported and built when it is called for and not before."""

    family: Family

    def list_commands(self, _context: Any) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(self.family.modules)

    def get_command(self, _context: Any, name: str) -> Any:
        """Return one command, or a family of them, built with the options that all share."""
        if name not in self.family.modules:
            return None
        module = self.family.module_of(name)
        if family := getattr(module, "FAMILY", None):
            return _built(family)
        app = _typer(add_completion=False)
        settings = _AS_TYPED if name == "search" else None
        kind = _free_text() if name == "note" else None
        summary = self.family.modules[name][1]
        function = getattr(module, f"{name}_command")
        app.command(name, cls=kind, short_help=summary, context_settings=settings)(function)
        command = typer.main.get_command(app)
        command.params.extend(shared_options(*(() if name == "search" else ("-h",))))
        return command

    def resolve_command(self, context: Any, args: list[str]) -> Any:
        """Return the command that was typed, `show` for a number alone; UsageProblem offers one."""
        names, typed = self.family.modules, args[0]
        if typed in names or typed.startswith("-"):
            return super().resolve_command(context, args)
        if "show" in names and is_number(typed):
            return super().resolve_command(context, ["show", *args])
        from difflib import get_close_matches

        path = context.command_path
        near = get_close_matches(typed, names, 1, 0.7)
        remedy = f"Did you mean `{path} {near[0]}`?" if near else f"`{path} --help` lists them all."
        raise UsageProblem(f"{path} has no command {quoted(typed)}.", remedy)

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """Read the arguments; what installs completion may come without the name of a shell."""
        alone = len(args) == 1 or (args[1:2] and args[1].startswith("-"))
        if alone and args and args[0] in _ABOUT_COMPLETION:
            args = [f"{args[0]}=", *args[1:]]
        return super().parse_args(context, args)

    def summaries(self) -> list[tuple[str, str]]:
        """Return the commands with what each does, without building any of them."""
        return [(name, summary) for name, (_, summary) in self.family.modules.items()]


def _free_text() -> type[TyperCommand]:
    from psi_cli.commands.free_text import FreeTextCommand

    return FreeTextCommand


def _typer(**settings: Any) -> typer.Typer:
    return typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": []},  # psi has a page of its own
        **settings,
    )


def shared_options(*short_help: str) -> list[TyperOption]:
    """Return the options that psi takes before and after the name of a command."""
    return [
        _flag("--plain", "Lines without panels or colour, for screen readers and pipes."),
        _flag("--json", "One JSON object, for scripts."),
        _flag("--no-pager", "Write long screens straight to the terminal."),
        TyperOption(
            param_decls=["--pathway"],
            metavar="ID|FILE",
            expose_value=False,
            callback=_choose_pathway,
            help="Walk this pathway, for this call (or set PSI_PATHWAY).",
        ),
        _flag("--help", "How it is used, with examples.", *short_help, callback=_show_help),
    ]


def _flag(name: str, summary: str, *short: str, callback: Any = None) -> TyperOption:
    """Return an option without a value; where it has no callback, `cli.run` heeds it."""
    return TyperOption(
        param_decls=[*short, name],
        is_flag=True,
        is_eager=callback is _show_help,
        expose_value=False,
        callback=callback,
        help=summary,
    )


def _show_help(context: Any, _param: Any, chosen: Any) -> None:
    if chosen:
        import_module("psi_cli.commands.help").show_help(context)
        raise typer.Exit


def _choose_pathway(context: Any, _param: Any, chosen: Any) -> None:
    if chosen:
        from shlex import quote

        session = session_of(context)
        session.chosen = str(chosen)
        session.repeated_option = f" --pathway {quote(clean_line(session.chosen))}"


def _show_version(context: Any, _param: Any, chosen: Any) -> None:
    context.meta["psi.version"] = bool(chosen)


_ABOUT_COMPLETION = {  # without SHELL they are about the one in use
    "--install-completion": "Teach your shell to complete with Tab what psi takes.",
    "--show-completion": "Print the script that teaches it.",
}


def _about_completion() -> list[TyperOption]:
    return [
        TyperOption(
            param_decls=[name],
            metavar="[SHELL]",
            expose_value=False,
            callback=_teach,
            help=summary,
        )
        for name, summary in _ABOUT_COMPLETION.items()
    ]


def _teach(context: Any, param: Any, shell: Any) -> None:
    if shell is not None:
        from psi_cli.commands.completion import install

        named = install.shell_named(shell, session_of(context).world.environment)
        does = install.install if "--install-completion" in param.opts else install.show
        does(session_of(context), named)
        raise typer.Exit


def application() -> Any:
    """Return psi's command group."""
    group = _built(_ALL)
    version = _flag("--version", "Which psi this is.", "-V", callback=_show_version)
    group.params = [version, *group.params, *_about_completion()]
    return group


def _built(family: Family) -> Any:
    """Return the group of a family, none of its commands built yet."""
    app = _typer(
        cls=Group,
        invoke_without_command=True,
        add_completion=False,
        help=family.help,
    )

    @app.callback()
    def alone(context: typer.Context) -> None:
        if context.meta.get("psi.version"):
            import_module("psi_cli.commands.version").version_command(context)
            raise typer.Exit
        if context.invoked_subcommand is None:
            getattr(family.module_of(family.alone), f"{family.alone}_command")(context)

    group: Any = typer.main.get_command(app)
    group.family = family
    group.params = [*shared_options("-h"), *group.params]
    return group
