"""E-mail against a real SMTP server: what arrives, what is refused, and what is tried again."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr, ValidationError

from dialoom.doctor_servers import email
from nodes import IoFailed, IoTimeout
from nodes.mail import Mail
from tests.simulators.mail_server import PASSWORD, USER, MailServer, a_mail_server, certified, let_in
from tests.stack.test_doctor import a_config
from tests.workflows.flows import keyword, says
from tests.workflows.runtime import Runtime
from workflows.mail import SendMail, greet
from workflows.mail_config import Smtp

CALL = UUID(int=7)


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with a_mail_server() as server:
        yield server


def smtp(server: MailServer, **over: Any) -> Smtp:
    plain = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "bot@shop.example"}
    return Smtp.model_validate({**plain, **over})


def a_mail(**over: Any) -> Mail:
    return Mail.model_validate({"to": ("ann@example.com",), "subject": "Hi", "text": "Hello", **over})


async def test_an_email_arrives_as_it_was_written(server: MailServer) -> None:
    """In every script, text and HTML side by side, from the operator's address, answers to whom the flow says."""
    mail = a_mail(
        to=("ann@example.com", "bo@example.com"),
        subject="आपका ऑर्डर · pedido nº 17 · طلبك",
        text="नमस्ते · Olá",
        html="<p>مرحبا</p>",
        reply_to="help@shop.example",
        sender_name="Loja São João",
    )
    answer = await SendMail(smtp(server), CALL).send(mail)
    assert (answer.id, answer.refused) == (f"<{CALL}@shop.example>", "")
    (taken,) = server.taken
    assert (taken["Subject"], taken["To"]) == (mail.subject, "ann@example.com, bo@example.com")
    assert (taken["From"], taken["Reply-To"]) == ("Loja São João <bot@shop.example>", "help@shop.example")
    assert (taken["Message-ID"], taken["Auto-Submitted"]) == (answer.id, "auto-generated")
    parts = {part.get_content_type(): part.get_content().strip() for part in taken.iter_parts()}
    assert parts == {"text/plain": "नमस्ते · Olá", "text/html": "<p>مرحبا</p>"}
    assert server.recipients == [["ann@example.com", "bo@example.com"]]


@pytest.mark.parametrize(("over", "kind"), [({"html": "<b>x</b>", "text": ""}, "text/html"), ({}, "text/plain")])
async def test_an_email_of_one_part(server: MailServer, over: dict[str, Any], kind: str) -> None:
    """A text alone, or an HTML alone, has no empty other part."""
    await SendMail(smtp(server), CALL).send(a_mail(**over))
    assert server.taken[0].get_content_type() == kind


async def test_a_repetition_is_recognisable(server: MailServer) -> None:
    """Each attempt of a call has the same Message-ID; another call has another one."""
    for call in (CALL, CALL, uuid4()):
        await SendMail(smtp(server), call).send(a_mail())
    first, again, other = (taken["Message-ID"] for taken in server.taken)
    assert first == again != other


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"ann@example.com": "550 no such mailbox"}, "ann@example.com: 550 no such mailbox"),
        ({"data": "554 looks like spam"}, "554 looks like spam"),
    ],
)
async def test_what_is_refused_for_good(server: MailServer, answers: dict[str, str], told: str) -> None:
    """It is a reason in words, and is not tried again."""
    server.answers |= answers
    answer = await SendMail(smtp(server), CALL).send(a_mail())
    assert (answer.id, answer.refused) == ("", told)


async def test_one_of_two_recipients_is_refused(server: MailServer) -> None:
    """The other one gets it, and who did not is told."""
    server.answers["bo@example.com"] = "550 moved"
    answer = await SendMail(smtp(server), CALL).send(a_mail(to=("ann@example.com", "bo@example.com")))
    assert (bool(answer.id), answer.refused) == (True, "bo@example.com: 550 moved")
    assert server.recipients == [["ann@example.com"]]


@pytest.mark.parametrize("answers", [{"ann@example.com": "450 busy"}, {"data": "451 later"}])
async def test_what_may_go_later(server: MailServer, answers: dict[str, str]) -> None:
    """It is a failed attempt, and another one follows."""
    server.answers |= answers
    with pytest.raises(IoFailed, match=r"busy|later"):
        await SendMail(smtp(server), CALL).send(a_mail())


async def test_a_server_that_is_away_or_silent(server: MailServer) -> None:
    """Neither is waited for longer than it is set; both may be tried again."""
    server.silent = True
    with pytest.raises(IoTimeout):
        await SendMail(smtp(server, timeout="PT0.3S"), CALL).send(a_mail())
    with pytest.raises(IoFailed):
        await SendMail(smtp(server, port=1), CALL).send(a_mail())
    with pytest.raises(IoFailed, match="STARTTLS"):
        await SendMail(smtp(server, security="starttls"), CALL).send(a_mail())


async def test_without_a_mail_server() -> None:
    """The refusal says what is missing, and whose it is to set."""
    answer = await SendMail(Smtp(), CALL).send(a_mail())
    assert (answer.id, "DIALOOM_SMTP__HOST" in answer.refused) == ("", True)


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH"
)  # the server library does not see TLS that is there from the beginning
@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_login_goes_through_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    """With the right password; a wrong one is refused for good, and never shown."""
    context, certificate = certified(tmp_path)
    tls = {"tls": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    async with a_mail_server(
        **tls, authenticator=let_in, auth_required=True, auth_require_tls=security != "tls"
    ) as server:
        login = {"security": security, "username": USER, "password": PASSWORD}
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert (await SendMail(smtp(server, **login), CALL).send(a_mail())).refused == ""
        wrong = await SendMail(smtp(server, **{**login, "password": "hunter2"}), CALL).send(a_mail())
        assert (wrong.refused[:3], "hunter2" in wrong.refused) == ("535", False)
        assert (await greet(smtp(server, **login))).startswith("127.0.0.1:")
    assert len(server.taken) == 1


async def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    """No password goes to a server that only says who it is."""
    context, _ = certified(tmp_path)
    async with a_mail_server(tls_context=context, authenticator=let_in, auth_required=True) as server:
        with pytest.raises(IoFailed, match="certificate"):
            await SendMail(smtp(server, security="starttls", username=USER, password=PASSWORD), CALL).send(a_mail())
    assert server.taken == []


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"host": "mail.example"}, "needs `sender`"),
        ({"host": "mail.example", "sender": "Bot <bot@shop.example>"}, "needs `sender`"),
        ({"sender_name": "Bot\r\nBcc: all@example.com"}, "one line"),
        ({"username": "bot", "security": "none"}, "in the clear"),
    ],
)
def test_settings_that_make_no_sense(over: dict[str, Any], told: str) -> None:
    """They stop the start, with what is wrong, and no password is shown."""
    with pytest.raises(ValidationError, match=told) as refused:
        Smtp.model_validate({**over, "password": SecretStr("hunter2")})
    assert "hunter2" not in str(refused.value)


def test_a_senders_name_is_spelled_as_it_is() -> None:
    """With a no-break space and joiners, as in the subjects of flows."""
    assert Smtp(sender_name="L\u2019atelier\u00a0! \U0001f469\u200d\U0001f33e").sender_name.endswith("\U0001f33e")


async def test_the_doctor_looks_at_the_mail_server(server: MailServer, tmp_path: Path) -> None:
    """When it is set: it connects and sends nothing."""
    assert await email(a_config(tmp_path)) == (True, "not set up: no flow sends e-mail")
    ok, detail = await email(a_config(tmp_path, smtp=smtp(server)))
    assert (ok, detail) == (True, f"127.0.0.1:{server.port} (none), from bot@shop.example")
    with pytest.raises(OSError, match=r"refused|connect"):
        await email(a_config(tmp_path, smtp=smtp(server, port=1)))
    assert server.taken == []


async def test_a_flow_sends_email(idle: Runtime, server: MailServer) -> None:
    """The call's id is the Message-ID; what is refused leaves by `failed`, with the reason in the run."""
    server.answers["bob@example.com"] = "550 no such mailbox"
    mail = {"to": "{{ contact.name | downcase }}@example.com", "subject": "Hi {{ contact.name }}", "text": "Hello"}
    nodes = {"start": keyword("go"), "mail": ("send_email", mail), "sent": says("sent"), "failed": says("failed")}
    edges = {"start.next": "mail", "mail.sent": "sent", "mail.failed": "failed"}
    await idle.flow(nodes, edges)
    async with idle.working(smtp=smtp(server)):
        for name, heard in (("ann", "sent"), ("bob", "failed")):
            await idle.say(name, "go")
            await idle.hears(name, heard)
    (call,) = await idle.rows(
        "select c.id from calls c join conversations o on o.id = c.conversation_id where o.address = 'ann'"
    )
    assert [taken["Message-ID"] for taken in server.taken] == [f"<{call.id}@shop.example>"]
    rows = await idle.rows("select problems from steps where node = 'mail' and \"left\" = 'failed'")
    assert [one["message"] for row in rows for one in row.problems] == ["bob@example.com: 550 no such mailbox"]
