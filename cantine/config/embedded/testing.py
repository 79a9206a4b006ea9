"""The cluster that tests run on: the real one, without waiting for the disk."""

from pathlib import Path

from cantine.config.embedded.cluster import Cluster
from cantine.config.embedded.conf import NOT_DURABLE


def cluster_for_tests(folder: Path) -> Cluster:
    """A cluster in ``folder``, kept from one run to the next, whose writes do not wait for the disk.

    The parent process of a test run starts it and passes its addresses on by environment; two runs at once
    share it, and the last to leave stops it.
    """
    return Cluster(folder, settings=NOT_DURABLE)
