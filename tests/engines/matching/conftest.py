"""A few word vectors and a bridge of two technologies, made here: no test reads the installed ones."""

import pytest
from tests.engines.matching.helpers import technology, write_bridge, write_vocabulary

from kyoso.engines.matching import Resources, bridge_file, build_vectors
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.vectors import WordVectors


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> WordVectors:
    folder = tmp_path_factory.mktemp("vectors")
    return build_vectors(write_vocabulary(folder / "vocab"), folder / "built")


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Bridge:
    other = technology(
        "pressing",
        name={"ja": "精密プレス", "en": "precision pressing"},
        synonyms={"ja": ["順送プレス", "深絞り", "金型"], "en": ["stamping", "deep drawing"]},
    )
    folder = write_bridge(tmp_path_factory.mktemp("bridge"), technology(), other)
    return Bridge(bridge_file.load(folder))


@pytest.fixture(scope="session")
def resources(vectors: WordVectors, bridge: Bridge) -> Resources:
    return Resources(vectors, bridge)
