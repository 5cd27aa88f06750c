"""A small network in which every text that could leak holds a token."""

import datetime
import io
import json
import zipfile
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from tests.canary.cast import EVERYBODY, MANAGERS, NETWORK_STAFF, OUTSIDERS, Viewer
from tests.canary.files import make_files, with_files
from tests.canary.records import Made, make_maker_records, make_unapproved_records
from tests.canary.stock import make_stock
from tests.canary.tokens import Tokens
from tests.factories import asset, manager_of, member, need, person

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.enums import ClaimStatus, NetworkRole, OrganisationStatus, Role
from kyoso.apps.accounts.models import Claim, Membership, Organisation, Person, RegisterChange, RegisterEntry
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.accounts.rules import search_text
from kyoso.apps.accounts.services.add_member import make_operator
from kyoso.apps.accounts.services.change_member import leave_organisation
from kyoso.apps.accounts.services.invite_member import invite_member
from kyoso.apps.accounts.web.middleware import SESSION_KEY
from kyoso.apps.directory.services.keep_search import save_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import Grant
from kyoso.apps.disclosure.services.grants import give_grant, revoke_grant
from kyoso.apps.exchange.services.check_import import check_import
from kyoso.apps.exchange.services.make_export import ask_export, make_export
from kyoso.apps.exchange.services.send_bundle import send_bundle
from kyoso.apps.exchange.services.send_file import send_file
from kyoso.apps.jobs.enums import JobState
from kyoso.apps.jobs.models import Job
from kyoso.apps.matching.services.judge import decline_candidate
from kyoso.apps.sheets.services.send_inquiry import send_inquiry

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class World:
    """The network, its viewers, and the codes by which pages can be asked for."""

    tokens: Tokens = field(default_factory=Tokens)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    records: list[Made] = field(default_factory=list)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Secret words of our own making (links of invitations) that no page may show, with what they open."""

    def client(self, name: str) -> Client:
        """Return a browser in which a viewer is signed in, acting for the organisation they act for."""
        viewer, client = self.viewers[name], Client()
        if viewer.person_id is not None:
            client.force_login(Person.objects.get(pk=viewer.person_id), backend=BACKEND)
            session = client.session
            session[SESSION_KEY] = viewer.organisation_id
            session.save()
        return client

    def of_kind(self, kind: str) -> list[Made]:
        """Return the records of one kind."""
        return [record for record in self.records if record.kind == kind]


def build_world() -> World:
    """Build the whole network; takes a second or two."""
    world = World()
    _organisations(world)
    _people(world)
    maker, hopeful = (manager_of(world.organisations[name]) for name in ("maker", "hopeful"))
    world.records = make_maker_records(world.tokens, maker)
    files = make_files(world.tokens, maker, with_files(world.records))
    unapproved = make_unapproved_records(world.tokens, hopeful, "pending_owner")
    files += make_files(world.tokens, hopeful, unapproved[:4], "pending_owner")
    world.codes["file"] = [file.code for file in files]
    world.records += unapproved
    _grants(world)
    _invitations(world)
    _claim(world)
    _judgement(world)
    _register(world)
    make_stock(world.tokens, world.codes, world.organisations["maker"], world.of_kind("asset"))
    _long_work(world)
    _exchange(world)
    _saved_searches(world)
    _inquiries(world)
    world.codes["organisation"] = [one.code for one in world.organisations.values()]
    return world


# Organisations and people


def _organisations(world: World) -> None:
    secret = {"hopeful": {"pending_owner"}, "refused": {"rejected_owner"}}
    for name, status in {
        "maker": OrganisationStatus.APPROVED,
        "outsider": OrganisationStatus.APPROVED,
        "partner": OrganisationStatus.APPROVED,
        "unclaimed": OrganisationStatus.APPROVED,
        "hopeful": OrganisationStatus.PENDING,
        "refused": OrganisationStatus.REJECTED,
    }.items():
        viewers = secret[name] | NETWORK_STAFF if name in secret else EVERYBODY
        profile = {
            "name": world.tokens.new(f"name of {name}", viewers),
            "wants": world.tokens.new(f"wants of {name}", viewers),
        }
        organisation = Organisation(**profile, status=status, is_claimed=name != "unclaimed", industry="24")
        organisation.search_text = search_text(profile)
        if name == "refused":
            organisation.status_reason = world.tokens.new("reason of refusal", viewers)
        organisation.save()
        world.organisations[name] = organisation


def _people(world: World) -> None:
    _add(world, "own_owner", "maker", Role.OWNER)
    _add(world, "own_manager", "maker", Role.MANAGER)
    _add(world, "own_lead", "maker", Role.LEAD)
    _add(world, "own_member", "maker", Role.MEMBER)
    _add(world, "core_reader", "maker", Role.LEAD)
    _add(world, "core_reader_one", "maker", Role.MEMBER)
    for role in Role:
        _add(world, f"outsider_{role.value}", "outsider", role)
    for name in ("all", "one", "colleague", "expired", "revoked", "returned"):
        _add(world, f"grantee_{name}", "partner", Role.LEAD)
    _add(world, "grantee_elsewhere", "outsider", Role.LEAD)
    member(
        world.organisations["partner"], Role.LEAD, Person.objects.get(pk=world.viewers["grantee_elsewhere"].person_id)
    )
    _add(world, "pending_owner", "hopeful", Role.OWNER)
    _add(world, "rejected_owner", "refused", Role.OWNER)
    world.viewers["anonymous"] = Viewer("anonymous")
    world.viewers["signed_in"] = Viewer("signed_in", person().pk)
    for role in NetworkRole:
        world.viewers[role.value] = Viewer(role.value, make_operator(email=person().email, role=role).pk)
    assert set(world.viewers) == EVERYBODY


def _add(world: World, name: str, organisation: str, role: Role) -> Membership:
    joined = member(world.organisations[organisation], role)
    world.viewers[name] = Viewer(name, joined.person_id, joined.organisation_id)
    return joined


def _membership(world: World, name: str, organisation: str) -> Membership:
    return Membership.objects.get(
        person_id=world.viewers[name].person_id, organisation=world.organisations[organisation]
    )


# Grants


def _grants(world: World) -> None:
    by = manager_of(world.organisations["maker"])

    def give(name: str, tier: Tier = Tier.NDA, record: Made | None = None) -> Grant:
        grant = give_grant(
            actor=by,
            membership=_membership(world, name, "maker" if tier == Tier.CORE else "partner"),
            purpose=world.tokens.new(f"purpose of the grant to {name}", MANAGERS),
            last_day=timezone.localdate() + datetime.timedelta(days=30),
            tier=tier,
            record=(record.kind, record.pk) if record else None,
        )
        world.codes.setdefault("grant", []).append(grant.code)
        return grant

    give("grantee_all")
    give("grantee_elsewhere")
    expired, revoked = give("grantee_expired"), give("grantee_revoked")
    Grant.objects.filter(pk=expired.pk).update(last_day=timezone.localdate() - datetime.timedelta(days=1))
    revoke_grant(actor=by, code=revoked.code)
    give("grantee_returned")
    _leave_and_rejoin(_membership(world, "grantee_returned", "partner"))
    give("core_reader", Tier.CORE)
    for record in world.records:
        if record.opened_singly:
            give("grantee_one", record=record)
            give("core_reader_one", Tier.CORE, record)


def _leave_and_rejoin(membership: Membership) -> None:
    who = membership.person
    leave_organisation(actor=actor_for(who.pk, membership.organisation_id), member=membership)
    member(membership.organisation, Role(membership.role), who)


# What else is confidential


def _invitations(world: World) -> None:
    for name, viewers in (("maker", MANAGERS), ("outsider", {"outsider_owner", "outsider_manager"})):
        email = world.tokens.new(f"address invited by {name}", viewers)
        sent = invite_member(actor=manager_of(world.organisations[name]), email=f"{email}@example.jp")
        world.links[sent.link.rstrip("/").rsplit("/", 1)[-1]] = f"invitation by {name}"
        world.codes.setdefault("invitation", []).append(sent.invitation.code)


def _claim(world: World) -> None:
    claim = Claim.objects.create(
        organisation=world.organisations["unclaimed"],
        person_id=world.viewers["signed_in"].person_id,
        proof=world.tokens.new("proof of a claim", NETWORK_STAFF),
        status=ClaimStatus.OPEN,
    )
    world.codes["claim"] = [claim.code]


def _exchange(world: World) -> None:
    """Files on their way in and out hold confidential texts: each is there for whoever sent or asked for it alone."""
    for name in ("own_owner", "own_lead", "outsider_owner"):
        viewer = world.viewers[name]
        by = actor_for(viewer.person_id, viewer.organisation_id)
        for what, kind in (("right row", ""), ("row at fault", "?")):
            words = [world.tokens.new(f"{what} sent by {name}: {part}", {name}) for part in ("title", "file")]
            table = f"名称,種類\r\n{words[0]},{kind}\r\n"
            batch = send_file(actor=by, kind="asset", data=table.encode(), name=f"{words[1]}.csv")
            check_import(actor=by, batch=batch)
            world.codes.setdefault("import", []).append(batch.code)
        export = ask_export(actor=by, format="csv", kinds=["asset", "need", "profile"], language="ja")
        make_export(actor=by, export=export)
        world.codes["import"] += _bundle(world, by, name)
        world.codes.setdefault("export", []).append(export.code)


def _bundle(world: World, by: Actor, name: str) -> list[str]:
    """The zip of an export on its way in: what its tables and its list of files say."""
    shown = {"title": True, "name": True, "caption": False}
    words = [world.tokens.new(f"{part} in the zip sent by {name}", {name}, shown=is_) for part, is_ in shown.items()]
    told = {"path": "files/a", "kind": "asset", "record": "NOBODYHAS1", "name": f"{words[1]}.pdf", "caption": words[2]}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("x-アセット.csv", f"名称\r\n{words[0]}\r\n")
        archive.writestr("files/list.json", json.dumps([told]))
    batch = send_bundle(actor=by, file=ContentFile(written.getvalue()), name="書き出し.zip")
    check_import(actor=by, batch=batch)
    return [batch.code, *(part.code for part in batch.parts.all())]


def _long_work(world: World) -> None:
    for name in ("own_owner", "own_member", "outsider_owner"):
        viewer = world.viewers[name]
        job = Job.objects.create(
            person_id=viewer.person_id, organisation_id=viewer.organisation_id, kind="import_run", subject="NOSUBJECT2"
        )
        world.codes.setdefault("job", []).append(job.code)
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)


def _saved_searches(world: World) -> None:
    """What a person looks for is nobody else's business, not even their colleagues'."""
    for name in ("own_owner", "outsider_owner"):
        viewer = world.viewers[name]
        text = world.tokens.new(f"saved search of {name}", {name})
        kept = save_search(actor=viewer, kind="asset", text=text, chosen={"industry": ["24"]})
        world.codes.setdefault("saved_search", []).append(kept.code)


def _inquiries(world: World) -> None:
    """What comes to a firm's window is for its owners, managers and leads."""
    readers = {"own_owner", "own_manager", "own_lead", "core_reader"}
    for name in ("name", "company", "message"):
        texts = {"name": "客", "email": "visitor@example.jp", "company": "", "message": "質問"}
        texts[name] = world.tokens.new(f"{name} of an inquiry", readers)
        sent = send_inquiry(
            organisation=world.organisations["maker"], values=texts, asset="", language="ja", ticket=name, address=""
        )
        world.codes.setdefault("inquiry", []).append(sent.code)


def _register(world: World) -> None:
    """The register says another name and knows a former one: asked of managers, told to the network's staff."""
    number, day = "7000012050002", datetime.date(2026, 10, 1)
    Organisation.objects.filter(pk=world.organisations["maker"].pk).update(corporate_number=number)
    proposed = world.tokens.new("name of maker in the register", MANAGERS)
    RegisterEntry.objects.create(number=number, name=proposed, is_hidden=True, updated_on=day)
    former = world.tokens.new("former name of maker", MANAGERS | NETWORK_STAFF)
    RegisterChange.objects.create(number=number, process="11", updated_on=day, name=former)


def _judgement(world: World) -> None:
    outsider = manager_of(world.organisations["outsider"])
    assert outsider == actor_for(outsider.person_id, outsider.organisation_id)
    own_need, own_asset = need(outsider, title="よその課題"), asset(outsider, title="よその技術")
    world.codes["outsider_need"], world.codes["outsider_asset"] = [own_need.code], [own_asset.code]
    candidate = next(one for one in world.of_kind("asset") if one.listed and one.tier == Tier.PUBLIC)
    decline_candidate(
        actor=outsider,
        query=("need", own_need.code),
        candidate=("asset", candidate.code),
        reason="competitor",
        note=world.tokens.new("note of a judgement", OUTSIDERS | {"grantee_elsewhere"}, shown=False),
    )
