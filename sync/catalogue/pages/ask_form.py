"""The form that asks a shop something: how it is read, and what is wrong with it."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from sync.catalogue import lasting
from sync.catalogue.pages import fields

TEXT_LENGTH = 1000


@dataclass(frozen=True)
class Form:
    """A form as it was filled in, with what is wrong by field; `once` makes one question of it, however often sent."""

    once: str
    text: str = ""
    customer: str = ""
    contact: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def first_fault(self) -> str:
        """Name the first field that something is wrong with, for the focus."""
        return next((name for name in ("text", "customer", "contact") if name in self.errors), "")


def blank() -> Form:
    """Return an empty form, for one question."""
    return Form(once=lasting.hole(lasting.ONCE, fields.new_once()))


def read(posted: QueryDict) -> Form:
    """Read a form with care: what is too long, hides something or makes no sense is said, field by field."""
    customer, contact = (fields.line(posted, name) for name in ("customer", "contact"))
    text = fields.lines(posted, "text")
    found = {
        "text": fields.flaw(text.replace("\n", ""), TEXT_LENGTH) or ("" if text else _("Please write your question.")),
        "customer": fields.customer_flaw(customer),
        "contact": fields.contact_flaw(contact),
    }
    return Form(
        once=fields.once_of(posted),
        text=fields.kept(text, TEXT_LENGTH, keep="\n"),
        customer=fields.kept(customer, fields.CONTACT_LENGTH),
        contact=fields.kept(contact, fields.CONTACT_LENGTH),
        errors={name: said for name, said in found.items() if said},
    )
