"""How long an API token may live and what it may be given. Levels are those of ``core.authorization``."""

from cantine.kernel import Refusal

PREFIX = "cantine_"
LEVELS = ("read", "book", "manage")
DEFAULT_DAYS, MOST_DAYS, MOST_TOKENS = 90, 365, 20
TOUCH_SECONDS = 60


def check_token(*, name: str, levels: tuple[str, ...], days: int, held: int) -> list[Refusal]:
    """``held``: how many live tokens the person has already."""
    wrong = []
    if not name.strip() or len(name.strip()) > 80:
        wrong.append(Refusal("people.token_name", {"most": 80}, field="name"))
    if not levels or set(levels) - set(LEVELS):
        wrong.append(Refusal("people.token_levels", {"levels": ", ".join(LEVELS)}, field="levels"))
    if not 1 <= days <= MOST_DAYS:
        wrong.append(Refusal("people.token_days", {"most": MOST_DAYS}, field="days"))
    if held >= MOST_TOKENS:
        wrong.append(Refusal("people.too_many_tokens", {"most": MOST_TOKENS}))
    return wrong
