"""A mail server that refuses, at the edge of the network."""

from django.core.mail.backends.base import BaseEmailBackend


class RefusingMail(BaseEmailBackend):
    """Raises what a test put here instead of sending."""

    error: BaseException = ConnectionRefusedError()

    def send_messages(self, email_messages: object) -> int:
        raise self.error
