"""The bytes of a file as text, whatever wrote them, and what to say of them."""

import codecs
import re

from psi_cli.authoring.findings import Finding

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SAVE = "Save it as UTF-8: an editor asks for the encoding under “Save as”."


def decoded(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a file, its lines ended as in Unix, and what is wrong with its bytes."""
    text, findings = _text(data)
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        findings += (_old_line_ends(text),)
        text = text.replace("\r", "\n")
    return text, findings + tuple(_controls(text))


def _text(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    if encoding := _wide(data):
        name = encoding.upper().replace("UTF-16-LE", "UTF-16").replace("UTF-16-BE", "UTF-16")
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        message = f"the file is {name}, and a pathway is UTF-8"
        return text, (Finding(1, 1, "encoding", message, why=_SAVE, sure=True),)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        text = data.decode("cp1252", "replace")
        return text, (_not_utf_8(data, text, error.start),)


def _wide(data: bytes) -> str:
    """Return the encoding of two or four bytes a character that a file is in, or nothing."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:200]
    if head[1::2].count(0) > len(head) // 3:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) // 3 else ""


def _not_utf_8(data: bytes, text: str, start: int) -> Finding:
    line = data.count(b"\n", 0, start) + 1
    begins = data.rfind(b"\n", 0, start) + 1
    column = start - begins + 1
    message = f"the file is not UTF-8: here it has the byte {data[start]:#04x}"
    message += f", which Windows reads as “{text[start]}”" if text[start].isprintable() else ""
    right = text.split("\n")[line - 1].rstrip("\r")
    return Finding(
        line, column, "encoding", message, why=_SAVE, corrected=((line, right),), sure=True
    )


def _old_line_ends(text: str) -> Finding:
    line = text.count("\n", 0, text.index("\r")) + 1
    message = "lines end in a way that only old Macs know (a carriage return alone)"
    why = "TOML knows the line ends of Unix and of Windows; an editor can change them."
    return Finding(line, 1, "line-ends", message, why=why, sure=True)


def _controls(text: str) -> list[Finding]:
    """Return what is wrong with characters that no text has; the first is enough."""
    found = _CONTROLS.search(text)
    if not found:
        return []
    line = text.count("\n", 0, found.start()) + 1
    begins = text.rfind("\n", 0, found.start()) + 1
    whole = text.split("\n")[line - 1]
    message = f"a control character (U+{ord(found[0]):04X}) stands here, which no text has"
    right = _CONTROLS.sub("", whole)
    column = found.start() - begins + 1
    why = "Something left it behind that is no text editor; take it out."
    corrected = ((line, right),)
    return [Finding(line, column, "control", message, why=why, corrected=corrected, sure=True)]
