"""Turns the commands into completion scripts: the same words as ``--help``.

The scripts hold everything they offer, so that a TAB starts no Python at all.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from stride import __version__, errors
from stride.cli.offers import SHELLS, Command, commands

if TYPE_CHECKING:
    import typer


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> None:
    """Print the completion script of a shell; put it where the shell looks for it.

    \b
    bash:
    stride completion bash > ~/.local/share/bash-completion/completions/stride

    \b
    zsh, in a folder of $fpath:
    stride completion zsh > _stride

    \b
    fish:
    stride completion fish > ~/.config/fish/completions/stride.fish
    """
    if shell not in SHELLS:
        raise errors.UsageError(f"There is no completion for {shell!r}.", f"{', '.join(SHELLS)}.")
    makers = {"bash": bash, "zsh": zsh, "fish": fish}
    sys.stdout.write(makers[shell](commands()))


def bash(commands: list[Command]) -> str:
    """A bash completion script."""
    names = " ".join(command.name for command in commands)
    cases = []
    for command in commands:
        words = " ".join([*(n for option in command.options for n in option.names), *command.words])
        cases.append(f'        {command.name}) words="{words}" ;;')
    values = sorted(
        {(n, o.values) for c in commands for o in c.options if o.values for n in o.names}
    )
    after = [f'        {name}) words="{" ".join(offer)}" ;;' for name, offer in values]
    return f"""\
# bash completion for stride {__version__}; written by 'stride completion bash'
_stride() {{
    local cur prev words cmd i
    cur="${{COMP_WORDS[COMP_CWORD]}}"
    prev="${{COMP_WORDS[COMP_CWORD-1]}}"
    cmd=""
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${{COMP_WORDS[i]}}" in
            -*) ;;
            *) cmd="${{COMP_WORDS[i]}}"; break ;;
        esac
    done
    words="{names} --help --version"
    case "$cmd" in
{chr(10).join(cases)}
    esac
    case "$prev" in
{chr(10).join(after)}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _stride stride
"""


def zsh(commands: list[Command]) -> str:
    """A zsh completion script."""
    lines = [f"        '{c.name}:{_zsh(c.line)}'" for c in commands]
    cases = []
    for command in commands:
        specs = []
        for option in command.options:
            for name in option.names:
                value = ""
                if option.values is not None:
                    offer = " ".join(option.values)
                    value = f":value:({offer})" if offer else ":value:_files"
                specs.append(f"'{name}[{_zsh(option.help)}]{value}'")
        words = f"'*:word:({' '.join(command.words)})'" if command.words else "'*:file:_files'"
        body = " \\\n                ".join([*specs, words])
        cases.append(f"            {command.name})\n            _arguments {body} ;;")
    return f"""\
#compdef stride
# zsh completion for stride {__version__}; written by 'stride completion zsh'
_stride() {{
    local -a commands
    commands=(
{chr(10).join(lines)}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local name=$words[2]
    shift words
    (( CURRENT-- ))
    case $name in
{chr(10).join(cases)}
    esac
}}
if [[ $funcstack[1] == _stride ]]; then _stride "$@"; else compdef _stride stride; fi
"""


def _zsh(text: str) -> str:
    return text.replace("'", "'\\''").replace("[", "(").replace("]", ")").replace(":", "\\:")


def fish(commands: list[Command]) -> str:
    """A fish completion script."""
    lines = [f"# fish completion for stride {__version__}; written by 'stride completion fish'"]
    for command in commands:
        what = f"-a {command.name} -d {_fish(command.line)}"
        lines.append(f"complete -c stride -n __fish_use_subcommand {what}")
    for command in commands:
        here = f"complete -c stride -n '__fish_seen_subcommand_from {command.name}'"
        for option in command.options:
            names = " ".join(
                f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in option.names
            )
            value = ""
            if option.values is not None:
                value = f" -x -a {_fish(' '.join(option.values))}" if option.values else " -r"
            lines.append(f"{here} {names} -d {_fish(option.help)}{value}")
        if command.words:
            lines.append(f"{here} -f -a {_fish(' '.join(command.words))}")
    return "\n".join(lines) + "\n"


def _fish(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
