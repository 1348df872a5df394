"""The words of the pages: both languages, every key used, every used key there."""

from __future__ import annotations

import re
from pathlib import Path

from duidelijk.web.words import words

_WEB = Path(__file__).resolve().parents[2] / "src/duidelijk/web"
_BY_VALUE = (
    "polarity_",
    "uncertainty_",
    "frequency_",
    "level_",
    "missing_",
    "kind_",
    "kinds_",
    "basis_",
)
_BY_VALUE += ("order_", "question_", "timing_", "tier_", "one_", "standing_", "map_verdict_")
_BY_VALUE += ("ask_", "why_", "stands_")
_BY_VALUE += ("life_", "wait_", "mail_", "answer_", "differs_", "follow_problem_", "declared_")
_BY_VALUE += ("map_names_", "map_unknown_", "column_is_", "news_", "entry_is_", "upload_")
_BY_VALUE += ("status_is_", "precision_is_")
_BY_VALUE += ("said_", "refuse_", "letter_", "again_by_", "logged_")
_BY_VALUE += ("confidence_", "chance_", "serious_", "expected_", "stance_", "conclusion_")
_BY_VALUE += ("duiding_is_", "told_")
_BY_VALUE += ("statement_", "evidence_", "phase_", "a_participant", "attribution_", "item_")
_BY_VALUE += ("judged_", "many_", "go_", "hindrance_", "write_", "outcomes_")
_BY_VALUE += ("did_", "field_", "help_", "role_", "perspective_", "organisation_", "outcome_")
_BY_VALUE += ("agenda_not_", "do_", "step_", "stage_", "state_", "origin_", "urgency_", "line_")
_BY_VALUE += ("seen_by_", "euro_", "moved_from", "count_", "note_waits_")
_BY_VALUE += ("practice_for_", "practice_is_")
_BY_VALUE += ("local_trend_", "local_direction_", "local_spread_", "local_bearing_", "local_is_")
_BY_VALUE += ("local_lean_", "local_beside_", "local_coverage", "local_fewer", "local_most")
_BY_VALUE += ("own_paper_", "match_", "flaw_", "objection_", "monitor_shows_", "monitor_not_")
_BY_VALUE += ("local_share", "local_draft_", "local_heard", "local_silent", "local_not_")


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    used: set[str] = set()
    for path in _WEB.rglob("*.html"):
        used |= set(re.findall(r"\bw\.([a-z0-9_]+)", path.read_text(encoding="utf-8")))
    known = set(words("nl"))
    for path in _WEB.rglob("*.py"):
        quoted = re.findall(r"""["']([a-z0-9_]+)["']""", path.read_text(encoding="utf-8"))
        used |= known & set(quoted)
    assert used - known == set()
    assert {key for key in known - used if not key.startswith(_BY_VALUE)} == set()


def test_every_declared_choice_has_its_words() -> None:
    from duidelijk.agenda.dossier import AskKind, Origin, Urgency
    from duidelijk.agenda.standing import Stage
    from duidelijk.agenda.workflow import FIRST, TRANSITIONS, Thing, states_of
    from duidelijk.catalogue.schema import schema
    from duidelijk.change.pairing import Comparison
    from duidelijk.change.standing import Standing
    from duidelijk.change.verdict import Verdict
    from duidelijk.editions.calendar import State
    from duidelijk.editions.readiness import Kind as Wait
    from duidelijk.figures.table import MISSING
    from duidelijk.regions import LEVELS
    from duidelijk.web.accounts.rights import Kind, Perspective, Role
    from duidelijk.web.dashboard.pages.striking import ORDERS
    from duidelijk.web.operations.models import Job

    properties = schema()["$defs"]["indicator"]["properties"]
    wanted = {
        f"{name}_{value}"
        for name in ("polarity", "uncertainty", "frequency")
        for value in properties[name]["enum"]
    } | {f"level_{level}" for level in LEVELS}
    wanted |= {f"missing_{reason}" for reason in MISSING}
    wanted |= {
        f"timing_{value}{end}" for value in properties["timing"]["enum"] for end in ("", "_why")
    }
    wanted |= {f"question_{each}" for each in Comparison if each != "without_crisis"}
    wanted |= {f"order_{each}" for each in ORDERS}
    wanted |= {f"one_{level}" for level in LEVELS if level != "country"}
    wanted |= {f"standing_{each}" for each in Standing}
    wanted |= {f"stands_{each}" for each in Standing if each != Standing.UNKNOWN}
    wanted |= {f"map_verdict_{each}" for each in Verdict}
    wanted |= {f"role_{each}" for each in Role} | {f"organisation_{each}" for each in Kind}
    wanted |= {f"perspective_{each}" for each in Perspective}
    wanted |= {f"outcome_{each}" for each in Job.Outcome}
    wanted |= {f"wait_{each}" for each in Wait} | {f"life_{each}" for each in State}
    wanted |= {f"why_{each}" for each in properties["access"]["enum"]}
    wanted |= {f"stage_{each}{end}" for each in Stage for end in ("", "_why")}
    wanted |= {f"origin_{each}" for each in Origin} | {f"urgency_{each}" for each in Urgency}
    wanted |= {f"note_waits_{each}" for each in Urgency}
    wanted |= {f"ask_is_{each}" for each in AskKind}
    wanted |= {f"state_{thing}_{each}" for thing in Thing for each in states_of(thing)}
    wanted |= {f"step_{each.thing}_{each.name}" for each in TRANSITIONS}
    by_hand = {each for each in TRANSITIONS if each.name not in {*FIRST.values(), "merge"}}
    wanted |= {f"do_{each.thing}_{each.name}" for each in by_hand}
    assert wanted <= set(words("en"))


def test_every_event_and_every_field_has_its_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in _WEB.rglob("*.py"))
    told = set(re.findall(r"record\((?:[^,()]|\([^()]*\))+,\s*\"([a-z_]+)\"", source))
    assert {"invited", "joined", "sign_in_failed"} <= told
    assert {f"did_{each}" for each in told} <= set(words("nl"))
