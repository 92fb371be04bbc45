"""Flow tests: dialogues played on the simulator with a virtual clock, and which parts of a flow they went through."""

from engine.dialogue import FlowTest
from engine.flowtest.coverage import Coverage, Share, coverage
from engine.flowtest.entry import IGNORED, hear, left_out, listener_for, trigger_for, why_ignored
from engine.flowtest.gate import Results, run_tests, unmet
from engine.flowtest.outcome import Failure, Heard, Outcome
from engine.flowtest.play import run_test

__all__ = [
    "IGNORED",
    "Coverage",
    "Failure",
    "FlowTest",
    "Heard",
    "Outcome",
    "Results",
    "Share",
    "coverage",
    "hear",
    "left_out",
    "listener_for",
    "run_test",
    "run_tests",
    "trigger_for",
    "unmet",
    "why_ignored",
]
