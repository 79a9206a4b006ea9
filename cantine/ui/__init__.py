"""The house's look: tokens, components, forms, formats and the board. It knows no domain.

Words introduced here: a *token* is a custom property (colour, space, type, radius, motion) and the only place
where one is written; a *token sheet* restyles a place with its own accent; a *component* is a cotton tag
(`<c-button>`); the *board* is the slate on which a planning is drawn. Every component stands on `/ui/`.
"""
