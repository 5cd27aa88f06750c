"""Reading the inventory: assets through their projections, answers and decisions for the own organisation alone."""

from kyoso.apps.assets.queries.assets import (
    KIND,
    get_asset_for,
    get_asset_to_edit,
    list_own_assets,
    list_passed_assets,
    own_titles,
)
from kyoso.apps.assets.queries.board import (
    MOST_AT_ONCE,
    VIEWS,
    BoardRow,
    Choice,
    Filter,
    LastDecision,
    board_columns,
    choose_all_for,
    count_columns_for,
    last_decision_of,
    next_on_board,
    preview_files,
    preview_of_asset,
    preview_of_organisation,
)
from kyoso.apps.assets.queries.interviews import (
    answers_of,
    count_assets_from,
    get_interview_for,
    list_interviews_for,
    meanwhile_in,
    reads_up_to,
)
from kyoso.apps.assets.queries.opening import current_rule_for, list_rules_for
from kyoso.apps.assets.queries.progress import count_decided_for, count_kinds_for, count_undecided_for
from kyoso.apps.assets.queries.similar import similar_firms_have
from kyoso.apps.assets.queries.warnings import Giveaway, Warned, find_warnings_for, mark_of

__all__ = [
    "KIND",
    "MOST_AT_ONCE",
    "VIEWS",
    "BoardRow",
    "Choice",
    "Filter",
    "Giveaway",
    "LastDecision",
    "Warned",
    "answers_of",
    "board_columns",
    "choose_all_for",
    "count_assets_from",
    "count_columns_for",
    "count_decided_for",
    "count_kinds_for",
    "count_undecided_for",
    "current_rule_for",
    "find_warnings_for",
    "get_asset_for",
    "get_asset_to_edit",
    "get_interview_for",
    "last_decision_of",
    "list_interviews_for",
    "list_own_assets",
    "list_passed_assets",
    "list_rules_for",
    "mark_of",
    "meanwhile_in",
    "next_on_board",
    "own_titles",
    "preview_files",
    "preview_of_asset",
    "preview_of_organisation",
    "reads_up_to",
    "similar_firms_have",
]
