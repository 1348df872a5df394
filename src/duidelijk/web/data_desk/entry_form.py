"""The form of a figure by hand; its fields are those of an entry, checked by the same steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from duidelijk.catalogue import Indicator, Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.release import Precision
from duidelijk.figures.table import MISSING, STATUSES
from duidelijk.foundation.problems import Refused
from duidelijk.sources.by_hand.entry import Entry, checked
from duidelijk.sources.by_hand.form import entry_typed
from duidelijk.web.data_desk.telling import Wrong, sentence, told
from duidelijk.web.words import words

_SIZES = {"note": 2000, "title": 2000, "address": 2000, "publisher": 2000, "licence": 2000}
_OF_FIGURE = ("period", "region", "group", "method", "value", "missing", "status", "decimals")
_OF_SURVEY = ("n", "design_effect", "standard_deviation", "lower", "upper")
_OF_SOURCE = (
    "source",
    "title",
    "address",
    "published",
    "precision",
    "publisher",
    "licence",
    "note",
)
PARTS = {"desk_of_figure": _OF_FIGURE, "desk_of_survey": _OF_SURVEY, "desk_of_source": _OF_SOURCE}


class EntryForm(forms.Form):
    """One figure of an indicator. Labels come from the words: ``field_entry_NAME``."""

    def __init__(self, monitor: Monitor, indicator: Indicator, language: str, data: Any) -> None:
        super().__init__(
            data, initial={"region": "NL01", "group": TOTAL, "source": indicator.source}
        )
        self.monitor, self.indicator, self.language = monitor, indicator, language
        self.entry: Entry | None = None
        self.phrases = words(language)
        for name in (*_OF_FIGURE, *_OF_SURVEY, *_OF_SOURCE):
            field = self._field(name)
            if field is None:
                continue
            field.label = self.phrases[f"field_entry_{name}"]
            field.help_text = self.phrases.get(f"help_entry_{name}", "")
            self.fields[name] = field

    def _field(self, name: str) -> forms.Field | None:
        """A field; ``None`` for a method where the indicator has but one."""
        indicator, language = self.indicator, self.language
        choices: list[tuple[str, str]] = []
        match name:
            case "group":
                known = self.monitor.group_codes
                choices = [(TOTAL, self.phrases["map_everybody"])]
                choices += [(code, each.title.to(language)) for code, each in known.items()]
            case "method":
                if not indicator.methods:
                    return None
                choices = [("", self.phrases["desk_method_then"])]
                choices += [(each.id, each.title.to(language)) for each in indicator.methods]
            case "missing":
                choices = [
                    ("", "—"),
                    *((each, self.phrases[f"missing_{each}"]) for each in MISSING),
                ]
            case "status":
                choices = [("", self.phrases["desk_not_said"])]
                choices += [(each, self.phrases[f"status_is_{each}"]) for each in STATUSES]
            case "source":
                choices = [("", "—")]
                choices += [(each.id, each.title) for each in self.monitor.sources.values()]
            case "precision":
                choices = [("", self.phrases["desk_precision_as_typed"])]
                choices += [
                    (each.value, self.phrases[f"precision_is_{each}"]) for each in Precision
                ]
        if choices:
            return forms.ChoiceField(choices=choices, required=False)
        widget = forms.Textarea(attrs={"rows": 3}) if name == "note" else forms.TextInput()
        return forms.CharField(required=False, max_length=_SIZES.get(name, 200), widget=widget)

    def parts(self) -> Iterable[dict[str, Any]]:
        """The fields by part of the form."""
        for title, names in PARTS.items():
            fields = [self[name] for name in names if name in self.fields]
            folded = title == "desk_of_survey" and not any(
                field.errors or field.value() for field in fields
            )
            yield {"title": self.phrases[title], "fields": fields, "folded": folded}

    def wrong(self) -> list[Wrong]:
        """What is wrong, in the order of the fields, for the list above the form."""
        found = [Wrong("", str(error)) for error in self.non_field_errors()]
        for name in (*_OF_FIGURE, *_OF_SURVEY, *_OF_SOURCE):
            if name in self.errors:
                found += [Wrong(self[name].id_for_label, str(error)) for error in self[name].errors]
        return found

    def check(self, by: str) -> Entry | None:
        """The entry in order; else ``None``, with what is wrong beside its field."""
        if not self.is_valid():
            return None
        texts = {name: str(text) for name, text in self.cleaned_data.items() if str(text).strip()}
        texts |= {"indicator": self.indicator.id, "entered_by": by}
        entry, mistyped = entry_typed(texts)
        try:
            self.entry = checked(self.monitor, entry, timezone.localdate(), mistyped)
        except Refused as refusal:
            self.tell(refusal)
        return self.entry

    def tell(self, refusal: Refused) -> None:
        """Put every problem beside its field, or above all when it is of the whole figure."""
        labels = {name: str(field.label) for name, field in self.fields.items()}
        for problem, each in zip(
            refusal.problems, told(refusal.problems, self.language, labels), strict=True
        ):
            beside = problem.where if problem.where in self.fields else None
            self.add_error(beside, sentence(each))
