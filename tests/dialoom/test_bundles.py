"""`dialoom import` and `dialoom export` against a running API: processes as people start them."""

import json
from pathlib import Path
from typing import Any

import httpx

from tests.api.test_adopting import THEIRS
from tests.dialoom.test_command_line import dialoom
from tests.make import a_document

INNER = a_document({"start": ("api_start", {}), "hi": ("send_message", {"text": "Halo"})}, {"start.next": "hi"})
OUTER = a_document({"start": ("api_start", {}), "sub": ("run_flow", {"flow": "inner"})}, {"start.next": "sub"})
PIN = {"flow": "inner", "version": 1}


def test_a_flow_of_another_builder_comes_in(serving: dict[str, str], tmp_path: Path) -> None:
    """As a draft under the key that is asked for; what was left out is named with its node."""
    theirs = tmp_path / "theirs.json"
    theirs.write_text(json.dumps({**THEIRS, "settings": {"typing": 3}}))
    made = dialoom("adopt", str(theirs), "--key", "toko", **serving)
    assert "draft of toko (0 problems)" in made.stdout, made.stdout + made.stderr
    assert "left_out          2: " in made.stdout
    assert "left_out          settings: " in made.stdout
    assert json.loads(dialoom("export", "toko", **serving).stdout)["nodes"][1]["data"] == {"text": "Halo"}
    theirs.write_text('{"typebot": 1, "groups": []}')
    refused = dialoom("adopt", str(theirs), **serving)
    assert (refused.returncode, "no nodes can be read" in refused.stderr) == (1, True)
    theirs.write_text('{"dialoom_bundle": 1, "flows": []}')
    told = dialoom("adopt", str(theirs), **serving).stderr
    assert "\n  this is a bundle of flows: bring it in by `dialoom import`, or by POST" in told
    theirs.write_text("{")
    assert "is not JSON" in dialoom("adopt", str(theirs), **serving).stderr


def test_bundles_travel(serving: dict[str, str], tmp_path: Path) -> None:
    """Two flow files come in and are published; the one that runs the other goes out as one file, and comes in again."""
    inner, outer, bundle = tmp_path / "inner.json", tmp_path / "outer.json", tmp_path / "outer.bundle.json"
    inner.write_text(json.dumps(INNER))
    outer.write_text(json.dumps(OUTER))
    made = dialoom("import", str(inner), str(outer), "--publish", **serving)
    assert "inner is published as version 1" in made.stdout, made.stdout + made.stderr
    assert "draft 1 of outer (" in made.stdout
    assert dialoom("export", "outer", "--bundle", "--to", str(bundle), **serving).returncode == 0
    nowhere = dialoom("export", "outer", "--to", str(tmp_path), **serving)
    assert (nowhere.returncode, nowhere.stderr) == (
        2,
        f"dialoom: the flow cannot be written: {tmp_path}: Is a directory\n",
    )
    kept: dict[str, Any] = json.loads(bundle.read_text())
    assert [one["key"] for one in kept["flows"]] == ["outer", "inner"]
    again = dialoom("import", str(bundle), **serving)
    assert "draft 2 of outer (" in again.stdout, again.stdout + again.stderr
    assert "draft 2 of inner (0 problems)" in again.stdout
    beside = dialoom("import", str(bundle), "--existing", "rename", "--publish", **serving)
    assert "outer-2 is published as version 1" in beside.stdout, beside.stdout + beside.stderr
    refused = dialoom("import", str(bundle), "--existing", "refuse", **serving)
    assert (refused.returncode, "already" in refused.stderr) == (1, True)
    one = json.loads(dialoom("export", "outer-2", **serving).stdout)
    assert one["nodes"][1]["data"] == {"flow": "inner-2"}
    kept["flows"][0]["document"]["nodes"][1]["data"] = PIN
    bundle.write_text(json.dumps(kept))
    assert (
        "  unpinned          sub: version 1" in dialoom("import", str(bundle), "--existing", "rename", **serving).stdout
    )
    (tmp_path / "broken.json").write_text("{")
    assert "is not JSON" in dialoom("import", str(tmp_path / "broken.json"), **serving).stderr


def test_an_archived_flow_is_taken_out(serving: dict[str, str], tmp_path: Path) -> None:
    """It need not be brought back for that."""
    flow = tmp_path / "kept.json"
    flow.write_text(json.dumps(INNER))
    assert "draft 1 of kept (0 problems)" in dialoom("import", str(flow), **serving).stdout
    headers = {"authorization": f"Bearer {serving['DIALOOM_CLI__KEY']}"}
    with httpx.Client(base_url=f"{serving['DIALOOM_CLI__URL']}/api/v1", headers=headers) as api:
        (found,) = [one for one in api.get("/flows").json()["items"] if one["key"] == "kept"]
        api.patch(f"/flows/{found['id']}", json={"archived": True}).raise_for_status()
    assert json.loads(dialoom("export", "kept", **serving).stdout)["nodes"][1]["data"] == {"text": "Halo"}
