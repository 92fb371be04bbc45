"""What a command says in one line, because whoever typed it can mend it."""

from dialoom.plugins import PluginBroken
from dialoom.settings import SettingsError
from dialoom.stack import StackError
from engine import EngineError


class CommandError(Exception):
    """The text is for people."""


EXPECTED = (CommandError, SettingsError, PluginBroken, StackError, EngineError)
