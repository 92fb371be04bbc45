"""What another version of a flow would have done with conversations that really happened, and where it first does otherwise.

A recording is played twice with its own clock, contact and results of calls: on the version that it happened on, and on the
candidate. What differs then differs because of the candidate. A recording that its own version does not repeat tells nothing.
"""

from engine.impact.recording import Divergence, Heard, Path, Recording, Replayed, What
from engine.impact.replay import replay
from engine.impact.report import AtNode, Report, report

__all__ = ["AtNode", "Divergence", "Heard", "Path", "Recording", "Replayed", "Report", "What", "replay", "report"]
