"""Sentences under a map, from counts only."""

from __future__ import annotations

from duidelijk.publish.numbers import number


def level_summary(higher: int, lower: int, tested: int, nation: str, language: str) -> str:
    """In how many regions a figure demonstrably lies above or below the nation's."""
    above, below = number(higher, 0, language), number(lower, 0, language)
    of, apart = number(tested, 0, language), higher + lower
    rest = tested - apart
    if language == "nl":
        if not tested:
            return "Van deze gebieden is niet te zeggen of zij van heel Nederland afwijken."
        head = f"Heel Nederland: {nation}."
        if not apart:
            return f"{head} Geen van de {of} gebieden ligt aantoonbaar hoger of lager."
        lies = "ligt" if higher == 1 else "liggen"
        told = (
            f"{head} Van de {of} gebieden {lies} er {above} aantoonbaar boven en {below} eronder."
        )
        if not rest:
            return told
        others = "Het andere is" if rest == 1 else f"De andere {number(rest, 0, language)} zijn"
        return f"{told} {others} niet aantoonbaar anders."
    if not tested:
        return "For these areas it cannot be said whether they differ from the Netherlands."
    head = f"The Netherlands: {nation}."
    if not apart:
        return f"{head} None of the {of} areas is demonstrably higher or lower."
    lies = "lies" if higher == 1 else "lie"
    told = f"{head} Of the {of} areas, {above} demonstrably {lies} above it and {below} below."
    if not rest:
        return told
    others = "The other one" if rest == 1 else f"The other {number(rest, 0, language)}"
    return f"{told} {others} {'is' if rest == 1 else 'are'} not demonstrably different."


def region_apart(higher: int, lower: int, tested: int, language: str) -> str:
    """How many figures of one region demonstrably lie above or below the nation's."""
    if not tested:
        return ""
    of, above, below = (number(each, 0, language) for each in (tested, higher, lower))
    dutch = language == "nl"
    if not higher + lower:
        if dutch:
            return f"Geen van de {of} cijfers ligt aantoonbaar hoger of lager dan in Nederland."
        return f"None of the {of} figures is demonstrably higher or lower than the Netherlands."
    if tested == 1:
        if dutch:
            way = "hoger" if higher else "lager"
            return f"Het ene cijfer dat te vergelijken is, ligt aantoonbaar {way} dan in Nederland."
        way = "higher" if higher else "lower"
        return f"The one figure that can be compared is demonstrably {way} than the Netherlands."
    if dutch:
        lies = "ligt" if higher == 1 else "liggen"
        return (
            f"Van de {of} cijfers {lies} er {above} aantoonbaar hoger dan in heel Nederland, en "
            f"{below} lager."
        )
    lies = "is" if higher == 1 else "are"
    return (
        f"Of the {of} figures, {above} {lies} demonstrably higher than the Netherlands, and "
        f"{below} lower."
    )


def higher_peers(higher: int, of: int, language: str) -> str:
    """How many regions like it have a higher figure."""
    many, all_ = number(higher, 0, language), number(of, 0, language)
    if language == "nl":
        if not higher:
            return f"geen van de {all_} heeft een hoger cijfer"
        return f"{many} van de {all_} {'heeft' if higher == 1 else 'hebben'} een hoger cijfer"
    if not higher:
        return f"none of the {all_} has a higher figure"
    return f"{many} of the {all_} {'has' if higher == 1 else 'have'} a higher figure"


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
