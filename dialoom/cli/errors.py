"""What a command says in one line, because whoever typed it can mend it."""

from dialoom.plugins import PluginBroken
from dialoom.settings import SettingsError
from dialoom.stack import StackError
from engine import EngineError


class CommandError(Exception):
    """The text is for people."""

    exit_code = 1


class Unusable(CommandError):
    """What was given cannot be worked with, which is not the same as: it was tried, and failed."""

    exit_code = 2


EXPECTED = (CommandError, SettingsError, PluginBroken, StackError, EngineError)
