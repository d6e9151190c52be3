"""What can go wrong on the way to a chat or a mailbox; no address and no secret is ever named."""

from __future__ import annotations

from analytics.errors import NineSupersError

QUOTED = 200
"""Letters of a vendor's answer that a sentence quotes."""


class SendError(NineSupersError):
    """A message could not be handed over. `to` is the sender: wecom, mail and so on."""

    @classmethod
    def unset(cls, to: str, name: str) -> SendError:
        """Nobody said where to: `name` is what is missing in the environment and in the file."""
        return cls("send_unset", to=to, name=name)

    @classmethod
    def bad_file(cls, file: str) -> SendError:
        return cls("send_bad_file", file=file)

    @classmethod
    def bad_state(cls, file: str) -> SendError:
        """What was sent before cannot be read: sending would say it again."""
        return cls("send_bad_state", file=file)

    @classmethod
    def bad_address(cls, to: str) -> SendError:
        """No https address (http is for this machine alone)."""
        return cls("send_bad_address", to=to)

    @classmethod
    def unreachable(cls, to: str, reason: str) -> SendError:
        """`reason` is the kind of failure, never its text, which may hold the address."""
        return cls("send_unreachable", to=to, reason=reason)

    @classmethod
    def redirected(cls, to: str) -> SendError:
        return cls("send_redirected", to=to)

    @classmethod
    def refused(cls, to: str, status: object, answer: str) -> SendError:
        """The vendor answered that it took nothing, perhaps with a status of 200."""
        shown = " ".join("".join(c if c.isprintable() else " " for c in answer).split())
        return cls("send_refused", to=to, status=status, answer=shown[:QUOTED])
