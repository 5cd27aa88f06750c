"""What a firm writes while taking stock: raw answers, reasons of decisions, its rule of what it opens."""

from collections.abc import Sequence

from tests.canary.cast import OWN
from tests.canary.records import Made
from tests.canary.tokens import Tokens
from tests.factories import manager_of

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.question_file import questions_of
from kyoso.apps.assets.services.decide_tier import decide_tier
from kyoso.apps.assets.services.hold_interview import finish_interview, save_answer, start_interview
from kyoso.apps.assets.services.write_rule import approve_rule, write_rule
from kyoso.apps.disclosure.enums import Tier

KIND = "technology"
READERS = {Tier.NDA: OWN, Tier.CORE: frozenset({"own_owner", "own_manager", "core_reader"})}
"""Who reads answers: all members, or those to whom everything core is open."""


def make_stock(tokens: Tokens, codes: dict[str, list[str]], maker: Organisation, assets: Sequence[Made]) -> None:
    """Hold interviews of each kind and state, decide about an asset of each tier, write two versions of the rule."""
    by = manager_of(maker)
    codes["interview"] = []
    for tier, viewers in READERS.items():
        for is_finished in (False, True):
            interview = start_interview(actor=by, kind=KIND, tier=tier)
            codes["interview"].append(interview.code)
            for question in questions_of(KIND):
                where = f"answer to {question.key}, read from {tier.name} on"
                text = tokens.new(where, viewers)
                save_answer(actor=by, code=interview.code, question=question.key, text=text, version=1)
            if is_finished:
                finish_interview(actor=by, code=interview.code)
    for tier in (Tier.PUBLIC, Tier.NETWORK, Tier.NDA):
        made = next(one for one in assets if one.tier == tier and one.listed and not one.opened_singly)
        asset = Asset.objects.get(pk=made.pk)
        reason = tokens.new(f"reason of a decision at {tier.name}", OWN)
        decide_tier(actor=by, code=made.code, version=asset.version, tier=tier, reason=reason)
    for number in range(2):
        write_rule(actor=by, text=tokens.new(f"version {number} of the rule", OWN), seen=number)
        if not number:
            approve_rule(actor=by, number=1)
