"""Runs a program's coroutine and leaves in a way that a Temporal client cannot spoil.

Clean exits of a process that used a Temporal client abort now and then (code 134): a thread of the SDK's core touches
Python while it is being taken down. So garbage is collected while Python is whole, and then the process leaves at once.
"""

import asyncio
import gc
import logging
import os
import sys
import traceback
from collections.abc import Coroutine
from typing import Any

INTERRUPTED = 130


def run_main(main: Coroutine[Any, Any, int | None]) -> int:
    """Run to the end and return the exit code; once Temporal was used this does not return, it ends the process."""
    try:
        code = asyncio.run(main) or 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as leaving:
        code = _code(leaving)
    except Exception:  # noqa: BLE001  whatever it is, it is shown, and the way out stays the same
        traceback.print_exc()
        code = 1
    gc.collect()
    if _used_temporal():
        _flush()
        os._exit(code)
    return code


def _code(leaving: SystemExit) -> int:
    if isinstance(leaving.code, str):
        sys.stderr.write(f"{leaving.code}\n")
        return 1
    return leaving.code or 0


def _used_temporal() -> bool:
    """Whether the SDK's core runs in this process; importing the SDK does not start it."""
    reference = getattr(sys.modules.get("temporalio.runtime"), "_runtime_ref", None)
    return getattr(reference, "_default_runtime", None) is not None


def _flush() -> None:
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
