"""What is deployed: the compose file is valid, complete and in order, and names only settings that exist."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dialoom.settings import names

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SCHEMA = Path(__file__).parent / "deploy" / "compose-spec.json"
PINNED = re.compile(r"^[a-z]+(/[a-z-]+)?:[a-z]*\d[\w.-]*$")
OURS = ("api", "migrate", "worker")
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def deployed_files() -> list[Path]:
    found = [path for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    return [*found, ROOT / "docker-compose.yml", ROOT / "Dockerfile", ROOT / "docs" / "operating.md"]


def test_the_compose_file_follows_the_specification() -> None:
    """Every key is one that Compose knows, with a value of the right shape."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()))
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(COMPOSE)] == []


def test_the_specification_is_the_original() -> None:
    """The schema is as it was published; its README tells the digest."""
    digest = hashlib.sha256(SCHEMA.read_bytes()).hexdigest()
    assert digest in SCHEMA.with_name("README.md").read_text()


@pytest.mark.parametrize("path", deployed_files(), ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    """A misspelt DIALOOM_ name would be refused at start; here it fails first."""
    named = set(re.findall(r"DIALOOM_[A-Z_]*[A-Z]", path.read_text()))
    assert named - set(names()) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_is_pinned(service: str) -> None:
    """No service runs whatever is newest."""
    image = VARIABLE.sub(lambda match: match[3] or "", SERVICES[service]["image"])
    assert PINNED.match(image), image


def test_temporals_parts_are_of_one_version() -> None:
    """The job that upgrades the schema belongs to the server that uses it."""
    images = {
        SERVICES[name]["image"].partition(":")[2] for name in ("temporal-schema", "temporal", "temporal-namespace")
    }
    assert len(images) == 1


@pytest.mark.parametrize(
    ("service", "waits_for", "condition"),
    [
        ("temporal-schema", "postgres", "service_healthy"),
        ("temporal", "temporal-schema", "service_completed_successfully"),
        ("temporal-namespace", "temporal", "service_healthy"),
        ("temporal-ui", "temporal", "service_healthy"),
        ("migrate", "postgres", "service_healthy"),
        *[(name, "migrate", "service_completed_successfully") for name in ("api", "worker")],
        *[(name, "temporal-namespace", "service_completed_successfully") for name in ("api", "worker")],
        *[(name, "valkey", "service_healthy") for name in ("api", "worker")],
    ],
)
def test_services_start_in_order(service: str, waits_for: str, condition: str) -> None:
    """Schema before server, server before namespace, tables before the API and workers."""
    assert SERVICES[service]["depends_on"][waits_for]["condition"] == condition


def test_what_others_wait_for_can_become_healthy() -> None:
    """Whoever is waited for until healthy has a health check, in the compose file itself."""
    awaited = {
        name
        for service in SERVICES.values()
        for name, wait in service.get("depends_on", {}).items()
        if wait["condition"] == "service_healthy"
    }
    assert {name for name in awaited if "test" not in SERVICES[name].get("healthcheck", {})} == set()


def test_jobs_end_and_services_come_back() -> None:
    """A job that others wait for is repeated only when it fails; everything else is restarted always."""
    jobs = {"temporal-schema", "temporal-namespace", "migrate"}
    assert {name for name, service in SERVICES.items() if service["restart"].startswith("on-failure")} == jobs
    assert {service["restart"] for name, service in SERVICES.items() if name not in jobs} == {"unless-stopped"}


def test_only_the_api_and_temporals_ui_are_reachable_and_only_from_the_host() -> None:
    """Databases have no port on the host."""
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(ports) == {"api", "temporal-ui"}
    assert all(port.startswith("127.0.0.1:") for each in ports.values() for port in each)


def test_no_secret_has_a_default() -> None:
    """Whatever is secret must be set, or Compose refuses to start and says so."""
    used = VARIABLE.findall((ROOT / "docker-compose.yml").read_text())
    secret = {(name, kind) for name, kind, _ in used if re.search(r"PASSWORD|KEYS|PEPPER", name)}
    assert len(secret) > 5
    assert {name for name, kind in secret if kind != "?"} == set()


def test_every_setting_of_language_models_and_e_mail_reaches_the_workers() -> None:
    """They have no defaults that Compose could know: each is handed on if it is set."""
    optional = ("DIALOOM_AI__", "DIALOOM_SMTP__")
    wanted = {name for name in names() if name.startswith(optional)}
    given = SERVICES["worker"]["environment"]
    assert {name for name in given if name.startswith(optional) and given[name] is None} == wanted


def test_only_the_migration_knows_the_owner() -> None:
    """The API and the workers cannot go around row-level security."""
    assert [name for name in OURS if "DIALOOM_DATABASE__OWNER_URL" in SERVICES[name]["environment"]] == ["migrate"]


def test_the_example_has_every_variable() -> None:
    """Who copies .env.example finds all there is to set."""
    used = {name for name, _, _ in VARIABLE.findall((ROOT / "docker-compose.yml").read_text())}
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / ".env.example").read_text(), re.MULTILINE))
    assert used == offered


def test_every_setting_is_documented() -> None:
    """The table in docs/operating.md has a row for each variable that is read, and no other."""
    rows = re.findall(r"^\| `(DIALOOM_\w+)`", (ROOT / "docs" / "operating.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(names())
