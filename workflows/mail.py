"""E-mail, through the operator's mail server. A repeated attempt has the Message-ID of the first, by which mail servers and
readers know it again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from uuid import UUID

import aiosmtplib

from nodes import IoFailed, IoTimeout
from nodes.mail import Mail, MailAnswer
from workflows.mail_config import Smtp

NEVER = range(500, 600)  # the server's own word for: do not try this again


@dataclass(frozen=True, slots=True)
class SendMail:
    """For one call of one workspace."""

    smtp: Smtp
    call: UUID

    async def send(self, mail: Mail) -> MailAnswer:
        """Raises IoFailed or IoTimeout where another attempt may help."""
        if not self.smtp.host:
            return MailAnswer(refused="this installation has no mail server: its operator sets DIALOOM_SMTP__HOST")
        message = written(mail, self.smtp, self.call, datetime.now(UTC))
        try:
            async with client(self.smtp) as server:
                refused, _ = await server.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _refused(error.recipients)
        except aiosmtplib.SMTPResponseException as error:
            if error.code in NEVER:
                return MailAnswer(refused=_words(error.code, error.message))
            raise IoFailed(_words(error.code, error.message)) from error
        except (TimeoutError, aiosmtplib.SMTPTimeoutError) as error:
            raise IoTimeout("the mail server did not answer in time") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise IoFailed(f"{type(error).__name__}: {error}"[:500]) from error
        told = "; ".join(f"{address}: {_words(*answer)}" for address, answer in refused.items())
        return MailAnswer(id=message["Message-ID"], refused=told)


def client(smtp: Smtp) -> aiosmtplib.SMTP:
    """A connection that is made, secured and logged in where it is entered."""
    return aiosmtplib.SMTP(
        hostname=smtp.host,
        port=smtp.port,
        username=smtp.username or None,
        password=smtp.password.get_secret_value() or None,
        use_tls=smtp.security == "tls",
        start_tls=smtp.security == "starttls",
        timeout=smtp.timeout.total_seconds(),
    )


async def greet(smtp: Smtp) -> str:
    """Connect and log in, and send nothing; what to tell of it."""
    async with client(smtp) as server:
        await server.noop()
    return f"{smtp.host}:{smtp.port} ({smtp.security}), from {smtp.sender}"


def written(mail: Mail, smtp: Smtp, call: UUID, now: datetime) -> EmailMessage:
    """The library refuses line breaks in headers, and so do ``Mail`` and the settings before it."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(mail.sender_name or smtp.sender_name, addr_spec=smtp.sender)
    message["To"] = [Address(addr_spec=one) for one in mail.to]
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{call}@{smtp.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # so that an absence note is not answered by another (RFC 3834)
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    if mail.text or not mail.html:
        message.set_content(mail.text)
    if mail.html:
        add = message.add_alternative if mail.text else message.set_content
        add(mail.html, subtype="html")
    return message


def _refused(refusals: list[aiosmtplib.SMTPRecipientRefused]) -> MailAnswer:
    """Nobody was written to. One who may be there later is worth another attempt."""
    told = "; ".join(f"{one.recipient}: {_words(one.code, one.message)}" for one in refusals)
    if all(one.code in NEVER for one in refusals):
        return MailAnswer(refused=told)
    raise IoFailed(told)


def _words(code: int, message: str) -> str:
    return f"{code} {message}"[:300]
