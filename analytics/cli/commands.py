"""The commands of `python -m analytics`, in the order its help lists them; each in its module."""

from __future__ import annotations

from analytics.cli import (
    assess,
    clv,
    cohorts,
    customers,
    gate,
    import_,
    referrals,
    repurchase,
    voice,
)

COMMANDS = {
    module.COMMAND.name: module.COMMAND
    for module in (
        import_,
        assess,
        cohorts,
        repurchase,
        customers,
        clv,
        voice,
        gate,
        referrals,
    )
}
