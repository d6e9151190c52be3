"""What can go wrong in a workshop."""

from __future__ import annotations

from analytics.errors import NineSupersError


class WorkshopError(NineSupersError):
    """A room, a round or a vote is not there, or not as it was asked for."""

    @classmethod
    def no_room(cls, code: str) -> WorkshopError:
        return cls("workshop_no_room", room=code)

    @classmethod
    def closed_room(cls, code: str) -> WorkshopError:
        return cls("workshop_closed_room", room=code)

    @classmethod
    def no_round(cls, number: int) -> WorkshopError:
        return cls("workshop_no_round", round=number)

    @classmethod
    def round_open(cls, number: int) -> WorkshopError:
        """Another round cannot begin while this one is open."""
        return cls("workshop_round_open", round=number)

    @classmethod
    def round_closed(cls, number: int) -> WorkshopError:
        return cls("workshop_round_closed", round=number)

    @classmethod
    def earlier_round(cls, number: int, newest: int) -> WorkshopError:
        return cls("workshop_earlier_round", round=number, newest=newest)

    @classmethod
    def no_such_super(cls, key: str) -> WorkshopError:
        return cls("workshop_no_such_super", key=key)

    @classmethod
    def no_such_score(cls, value: str) -> WorkshopError:
        """Votes are whole numbers from 0 to 10."""
        return cls("workshop_no_such_score", value=value)

    @classmethod
    def bad_voter(cls) -> WorkshopError:
        return cls("workshop_bad_voter")

    @classmethod
    def busy(cls) -> WorkshopError:
        """Another process has held the file for longer than anybody waits."""
        return cls("workshop_busy")

    @classmethod
    def unreadable(cls, file: str) -> WorkshopError:
        return cls("workshop_unreadable", file=file)
