"""What is wrong with something a shop says of itself, in a sentence at its box."""

from __future__ import annotations

from typing import Final

from pos.domain.shop import ShopFault
from pos.wording import mark

FAULT_WORDS: Final = {
    ShopFault.NAME_MISSING: mark("A shop needs a name: it stands on every receipt."),
    ShopFault.POSTCODE_WRONG: mark("A postcode has five digits."),
    ShopFault.SIRET_WRONG: mark("This is no SIRET: fourteen digits, as on the K-bis or the INSEE notice."),
    ShopFault.VAT_NUMBER_WRONG: mark("This is no French VAT number: FR, two signs, then the nine digits of the SIREN."),
    ShopFault.VAT_NUMBER_OF_ANOTHER: mark("This VAT number belongs to another company than the SIRET."),
    ShopFault.CUT_OFF_UNREADABLE: mark("This is no hour before noon: write for example 04:00."),
    ShopFault.CUT_OFF_IN_AN_OPEN_DAY: mark("It would move the running day: close the day, then change it."),
}
