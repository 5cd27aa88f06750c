"""A firm with everything, its export, and the way back of it in one call."""

import datetime
import io
import json
import zipfile

from django.core.files.base import ContentFile
from tests.apps.files.samples import add_samples, picture
from tests.apps.files.samples import sent as sample
from tests.factories import actor, asset, need

from kyoso.apps.accounts.models import IndustryClass, Organisation
from kyoso.apps.accounts.services.edit_organisation import edit_organisation
from kyoso.apps.assets.models import Asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.queries import count_parts
from kyoso.apps.exchange.services.check_import import check_import
from kyoso.apps.exchange.services.make_export import ask_export, make_export
from kyoso.apps.exchange.services.run_import import run_import
from kyoso.apps.exchange.services.send_bundle import send_bundle
from kyoso.apps.files.models import File
from kyoso.apps.files.services.add_file import add_file
from kyoso.apps.needs.models import Need

ALL = ["asset", "need", "profile", "files"]
FORMATS = ["xlsx", "csv", "csv_sjis", "json"]


def firm_with_everything():
    """An owner of a firm with a profile, an asset, a need, photos and documents."""
    IndustryClass.objects.bulk_create([IndustryClass(code=code, ja="金属") for code in ("244", "245")])
    by = actor()
    firm = Organisation.objects.get(pk=by.organisation_id)
    place = {"prefecture": "23", "municipality": "岡崎市", "street": "一丁目"}
    told = {"name": "水野絞工業", "wants": "異業種の相談", "capital": 10**7, "industry_class": "245"} | place
    edit_organisation(actor=by, organisation=firm, seen=1, **told)
    made = asset(by, title="深絞り", tier=Tier.PUBLIC, evidence="検査表", field_tiers={"evidence": Tier.NDA}, trl=9)
    add_samples(by, made)
    add_file(actor=by, kind="asset", code=made.code, upload=sample("秘.txt", b"note"), tier=Tier.CORE, caption="核心")
    asked = need(by, title="検査の手間", due=datetime.date(2027, 3, 31))
    add_file(actor=by, kind="need", code=asked.code, upload=sample("様子.jpg", picture("JPEG", (90, 60))), caption="床")
    return by


def exported(by, format="xlsx", kinds=ALL, language="ja"):
    export = make_export(actor=by, export=ask_export(actor=by, format=format, kinds=kinds, language=language))
    return storage.read(export.stored)


def checked(by, data):
    batch = send_bundle(actor=by, file=ContentFile(data), name="書き出し.zip")
    check_import(actor=by, batch=batch)
    return batch


def brought_back(by, data):
    batch = checked(by, data)
    run_import(actor=by, batch=batch)
    return batch


def plan(batch):
    """By part: what it does, other than nought."""
    told = {part.kind: counts for part, counts in count_parts(batch)}
    return {kind: {n: one[n] for n in ("create", "change", "same", "fault") if one[n]} for kind, one in told.items()}


def state(by):
    """All of an organisation that an export holds, without what is new each time."""
    own = {"owner_id": by.organisation_id}
    codes = dict(Asset.objects.filter(**own).values_list("pk", "title")) | {
        -number: title for number, title in Need.objects.filter(**own).values_list("pk", "title")
    }
    texts = ("title", "tier", "field_tiers", "evidence", "trl", "status")
    files = File.objects.filter(**own).order_by("kind", "record_id", "position")
    return (
        list(Asset.objects.filter(**own).values_list(*texts).order_by("title")),
        list(Need.objects.filter(**own).values_list("title", "problem", "due", "status").order_by("title")),
        [
            (
                codes[one.record_id if one.kind == "asset" else -one.record_id],
                one.name,
                one.caption,
                one.tier,
                one.width,
            )
            for one in files
        ],
    )


def profile(by):
    names = ("name", "industry_class", "municipality", "street", "wants", "capital")
    return Organisation.objects.filter(pk=by.organisation_id).values_list(*names).get()


def zip_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def listed(*entries):
    return json.dumps(entries, ensure_ascii=False)


def stored():
    files = storage.exchange_storage()
    return set(files.listdir("imports")[1]) if files.exists("imports") else set()
