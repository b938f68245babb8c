"""What a pack asks of the contract that an assessment is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContractQuestions:
    """The questions that hold a contract's end, its last day to give notice, and its supplier.

    `supplier` is empty where the pack does not ask for it.
    """

    ends: str
    notice: str
    supplier: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every question named."""
        return tuple(filter(None, (self.ends, self.notice, self.supplier)))


def beside(organisation: str, contract: str | None) -> str:
    """Write an organisation with the contract that is assessed, where there is one."""
    return f"{organisation}: {contract}" if contract else organisation
