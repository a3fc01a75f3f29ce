"""Completion of the command line in bash, zsh and fish, made of the parser itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

SHELLS = ("bash", "zsh", "fish")


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """What a shell must read to complete the commands and options of the parser."""
    commands = dict(_commands(parser))
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](parser.prog, commands)


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, list[argparse.Action]]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield name, command._actions


def _options(actions: list[argparse.Action]) -> list[str]:
    return [option for action in actions for option in action.option_strings]


def _choices(actions: list[argparse.Action]) -> dict[str, list[str]]:
    """The values to choose from, by option; those of arguments without an option under ""."""
    found: dict[str, list[str]] = {}
    for action in actions:
        if action.choices is not None:
            for option in action.option_strings or [""]:
                found[option] = [str(choice) for choice in action.choices]
    return found


def _bash(prog: str, commands: dict[str, list[argparse.Action]]) -> str:
    cases = []
    for name, actions in commands.items():
        choices = _choices(actions)
        inner = [
            f'    {name}:{option}) COMPREPLY=($(compgen -W "{" ".join(values)}" -- "$word")); return ;;'
            for option, values in choices.items()
            if option
        ]
        words = " ".join([*_options(actions), *choices.get("", [])])
        cases += [*inner, f'    {name}:*) COMPREPLY=($(compgen -W "{words}" -- "$word")) ;;']
    return "\n".join(
        [
            f"_{prog}() {{",
            '  local word="${COMP_WORDS[COMP_CWORD]}" last="${COMP_WORDS[COMP_CWORD-1]}"',
            '  if [ "$COMP_CWORD" -eq 1 ]; then',
            f'    COMPREPLY=($(compgen -W "{" ".join(commands)} --help --version" -- "$word")); return',
            "  fi",
            '  case "${COMP_WORDS[1]}:$last" in',
            *cases,
            "  esac",
            "}",
            f"complete -o default -F _{prog} {prog}",
            "",
        ]
    )


def _zsh(prog: str, commands: dict[str, list[argparse.Action]]) -> str:
    # zsh reads the functions of bash
    return "\n".join(["autoload -U +X bashcompinit && bashcompinit", _bash(prog, commands)])


def _fish(prog: str, commands: dict[str, list[argparse.Action]]) -> str:
    lines = [f"complete -c {prog} -n __fish_use_subcommand -f -a '{' '.join(commands)}'"]
    for name, actions in commands.items():
        seen = f"-n '__fish_seen_subcommand_from {name}'"
        for action in actions:
            values = " ".join(map(str, action.choices)) if action.choices is not None else ""
            flags = [f"-l {o[2:]}" if o.startswith("--") else f"-s {o[1:]}" for o in action.option_strings]
            about = (action.help or "").replace("%%", "%").replace("'", "’")
            if flags:
                takes = [f"-x -a '{values}'"] if values else ["-r"] * (action.nargs != 0)
                lines.append(" ".join([f"complete -c {prog}", seen, *flags, *takes, f"-d '{about}'"]))
            elif values:
                lines.append(f"complete -c {prog} {seen} -f -a '{values}'")
    return "\n".join(lines) + "\n"
