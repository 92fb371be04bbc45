"""Which channels a flow will meet."""

from engine.checks.subject import Carries, Subject


def bound(subject: Subject) -> list[Carries]:
    """The channels on which the flow can start: those that its triggers name, or all."""
    known = subject.known.channels or {}
    named = [getattr(trigger.params, "channels", ()) for trigger in subject.triggers if trigger.params]
    chosen = {str(id) for ids in named for id in ids} if named and all(named) else known.keys()
    return list(dict.fromkeys(channel for id, channel in known.items() if id in chosen))
