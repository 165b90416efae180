"""The scripts that make a shell ask psi what may stand at the cursor.

PROGRAM stands for the words that run this very psi, so that neither an alias nor another program
of its name is asked. Whatever goes wrong is kept from the prompt, even that psi is gone. An exit
status of 3 leaves it to the shell to complete the name of a file.
"""

import shlex
from collections.abc import Sequence

_BASH = r"""# psi completes in bash: sourced by .bashrc
_psi_complete() {
    local answer line
    COMPREPLY=()
    answer=$(COLUMNS=${COLUMNS-} PROGRAM --complete bash "$COMP_TYPE" "$2" \
        "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    case $? in
    0) ;;
    3) compopt -o default 2>/dev/null; return ;;
    *) return ;;
    esac
    while IFS= read -r line; do COMPREPLY+=("$line"); done <<<"$answer"
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _psi_complete psi 2>/dev/null || complete -F _psi_complete psi
"""
_ZSH = r"""# psi completes in zsh: sourced by .zshrc
_psi_complete() {
    local answer line
    local -a values rows more
    answer=$(COLUMNS=$COLUMNS PROGRAM --complete zsh \
        "${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null)
    case $? in
    0) ;;
    3) compset -P '--*='; _files; return ;;
    *) return 1 ;;
    esac
    for line in "${(@f)answer}"; do
        values+=("${line%%$'\t'*}")
        rows+=("${line#*$'\t'}")
    done
    [[ ${values[1]} == *: ]] && more=(-S '')
    compadd -U -V psi -l "${more[@]}" -d rows -a values
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
compdef _psi_complete psi
"""
_FISH = r"""# psi completes in fish
function __psi_complete
    set -l word (commandline -ct)
    set -l answer (COLUMNS=$COLUMNS PROGRAM --complete fish \
        (commandline -cp | string collect) 2>/dev/null)
    switch $status
        case 0
            printf '%s\n' $answer
        case 3
            set -l before (string match --regex -- '^--[^=]*=' $word)
            set -l names (__fish_complete_path (string replace -- "$before" '' $word))
            printf "$before%s\n" $names
    end
end
complete --command psi --erase
complete --command psi --no-files --keep-order --arguments '(__psi_complete)'
"""
_POWERSHELL = r"""# psi completes in PowerShell: run by $PROFILE
Register-ArgumentCompleter -Native -CommandName psi -ScriptBlock {
    param($word, $ast, $cursor)
    $length = $cursor - $ast.Extent.StartOffset
    $line = $ast.ToString().PadRight($length).Substring(0, $length)
    & PROGRAM --complete powershell $line 2>$null | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $about) { $about = $value }
        $result = [System.Management.Automation.CompletionResult]
        $result::new($value, $value, 'ParameterValue', $about)
    }
}
"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}
SHELLS = tuple(_SCRIPTS)


def script(shell: str, program: Sequence[str]) -> str:
    """Return the script for a shell, with the words that run psi."""
    quoted = map(_quoted_for_powershell if shell == "powershell" else shlex.quote, program)
    return _SCRIPTS[shell].replace("PROGRAM", " ".join(quoted))


def _quoted_for_powershell(word: str) -> str:
    return "'{}'".format(word.replace("'", "''"))
