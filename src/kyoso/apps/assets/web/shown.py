"""The texts of an asset in words, as its page and its previews show them."""

from typing import Any

from django.utils.translation import gettext as _

from kyoso.apps.assets.web.forms import AssetForm, say_period, say_price
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.web.tiered import shown_texts


def shown_in_words(asset: Projection) -> list[dict[str, Any]]:
    """Return the texts in the order of the form: label, text, tier, stricter; period and price in words."""
    words = {"period": (_("When it is free"), say_period), "price": (_("Price"), say_price)}
    names = [name for name in AssetForm.texts if asset.fields.get(name)]
    rows = []
    for name, row in zip(names, shown_texts(asset, AssetForm), strict=True):
        label, say = words.get(name, (row["label"], str))
        rows.append({**row, "name": name, "label": label, "text": say(row["text"])})
    return rows
