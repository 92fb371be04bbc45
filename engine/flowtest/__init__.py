"""Flow tests: dialogues played on the simulator with a virtual clock, and which parts of a flow they went through."""

from engine.dialogue import FlowTest
from engine.flowtest.coverage import Coverage, Share, coverage
from engine.flowtest.outcome import Failure, Heard, Outcome
from engine.flowtest.play import run_test, trigger_for

__all__ = ["Coverage", "Failure", "FlowTest", "Heard", "Outcome", "Share", "coverage", "run_test", "trigger_for"]
