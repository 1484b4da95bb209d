"""Characters that do not show, or that change how the text around them shows.

A file name or a quote could otherwise move a terminal's cursor, recolour it or turn a line around.
"""

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def is_plain(text: str) -> bool:
    """True where no character is hidden: no control, direction mark, surrogate or line separator."""
    return text.isprintable() or not any(unicodedata.category(character) in _HIDDEN for character in text)


def escape(text: object) -> str:
    """The text with every hidden character written as the escape of its code point."""
    shown = str(text)
    if shown.isprintable():
        return shown
    return "".join(
        f"\\u{ord(character):04x}" if unicodedata.category(character) in _HIDDEN else character for character in shown
    )
