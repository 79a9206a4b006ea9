"""How a letter of the economy looks: the place writes, in its colour, with its address at the foot."""

from cantine.core.letters import Action, Block, Sheet
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui.palette import print_colours


def sheet_of(
    place: PlaceRef, *, subject: str, hello: str, lead: str, blocks: tuple[Block, ...] = (),
    actions: tuple[Action, ...] = (),
) -> tuple[Sheet, str]:  # fmt: skip
    """The letter, and the address that answers it."""
    head = places.letterhead_of(place_id=place.id)
    colour, ink = print_colours(place.accent)
    foot = "\n".join(part for part in (place.name, head.address, head.email) if part)
    sheet = Sheet(
        subject=subject, hello=hello, lead=lead, blocks=blocks, actions=actions, foot=foot, sender=place.name, colour=colour,
        ink=ink,
    )  # fmt: skip
    return sheet, head.email
