"""Errors a user can mend. The command line prints them without a traceback."""


class HarmLedgerError(Exception):
    """Something a user can mend.

    Attributes:
        problem: What is wrong, naming the file, row or id.
        remedy: What to do about it.
    """

    exit_code = 1

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


class UsageError(HarmLedgerError):
    """An argument that cannot be used."""

    exit_code = 2


class InputError(HarmLedgerError):
    """Raw inputs that are changed, missing, unlisted or unreadable as a whole."""

    exit_code = 3


class QualityError(HarmLedgerError):
    """A blocking rule failed; nothing was published."""

    exit_code = 4


class IntegrityError(HarmLedgerError):
    """A release that is not what its manifest says."""

    exit_code = 5
