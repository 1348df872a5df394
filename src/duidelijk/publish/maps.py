"""Sentences under a map, from counts only."""

from __future__ import annotations

from duidelijk.publish.numbers import number


def level_summary(higher: int, lower: int, tested: int, nation: str, language: str) -> str:
    """In how many regions a figure demonstrably lies above or below the nation's."""
    above, below = number(higher, 0, language), number(lower, 0, language)
    rest, of = number(tested - higher - lower, 0, language), number(tested, 0, language)
    if language == "nl":
        if not tested:
            return "Van deze gebieden is niet te zeggen of zij van heel Nederland afwijken."
        return (
            f"Heel Nederland: {nation}. Van de {of} gebieden liggen er {above} aantoonbaar boven "
            f"en {below} eronder. De andere {rest} zijn niet van het landelijke cijfer te "
            "onderscheiden."
        )
    if not tested:
        return "For these areas it cannot be said whether they differ from the Netherlands."
    return (
        f"The Netherlands: {nation}. Of the {of} areas, {above} demonstrably lie above it and "
        f"{below} below. The other {rest} cannot be told apart from the national figure."
    )


def change_summary(risen: int, fallen: int, tested: int, language: str) -> str:
    """In how many regions a figure demonstrably changed since the time before."""
    up, down = number(risen, 0, language), number(fallen, 0, language)
    of, chance = number(tested, 0, language), number(tested * 0.05, 0, language)
    if language == "nl":
        if not tested:
            return "Van deze gebieden is niet te toetsen of er iets veranderde."
        return (
            f"Van de {of} getoetste gebieden is het cijfer in {up} aantoonbaar gestegen en in "
            f"{down} gedaald. Door toeval alleen zouden het er ongeveer {chance} zijn."
        )
    if not tested:
        return "For these areas it cannot be tested whether anything changed."
    return (
        f"Of the {of} areas tested, the figure demonstrably rose in {up} and fell in {down}. By "
        f"chance alone it would be about {chance}."
    )
