"""Which address a place may take: the first word of its pages."""

from collections.abc import Collection

from cantine.kernel import Refusal, slug_of

# Words that no route bears yet, or that only a proxy or a browser asks for.
RESERVED = frozenset(
    "a-propos about accessibilite admin aide api app assets auth blog carte compte conditions connexion contact "
    "donnees en favicon flux fr help inscription lieux live login logout manifest media mentions-legales moi "
    "observatoire ouvrir-un-lieu places public recherche reseau robots search service-worker sitemap static statut "
    "status ui verifier webhooks well-known www".split()
)


def check_address(slug: str, *, taken: Collection[str], reserved: Collection[str]) -> tuple[Refusal, ...]:
    """``slug_reserved`` when it is a word of the product, ``slug_taken`` when another place has it; each with a
    ``suggestion`` that is free.
    """
    kept = RESERVED | frozenset(reserved)
    if slug in kept:
        code = "slug_reserved"
    elif slug in taken:
        code = "slug_taken"
    else:
        return ()
    return (Refusal(code, {"slug": slug, "suggestion": suggestion(slug, unfree=kept | set(taken))}, "slug"),)


def suggestion(slug: str, *, unfree: Collection[str], town: str = "") -> str:
    """The first free one of: with the town, after ``lieu-``, then numbered."""
    words = [f"{slug[:50]}-{slug_of(town)}"] if town else []
    words += [f"lieu-{slug}"[:60], *(f"{slug[:56]}-{number}" for number in range(2, 1000))]
    return next(word.strip("-") for word in words if word not in unfree)
