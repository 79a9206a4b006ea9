"""The server's configuration, written anew at each start: what it says is ours, never what initdb guessed."""

from collections.abc import Mapping

OURS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0777",  # its folder is closed
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "huge_pages": "off",
    "shared_memory_type": "mmap",
    "dynamic_shared_memory_type": "mmap",  # in the data folder: no 64 MB limit, nothing left in /dev/shm
    "max_parallel_workers_per_gather": "1",
    "jit": "off",
    "random_page_cost": "1.1",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_compression": "on",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "10min",
    "checkpoint_completion_target": "0.9",
    "restart_after_crash": "on",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "datestyle": "ISO, DMY",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.french",
}

ACCESS = """\
# Written by Cantine at each start. One door: the Unix socket, with a password.
local all all scram-sha-256
"""

NOT_DURABLE: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum_naptime": "5min",
    "max_wal_size": "2GB",
}
"""For tests whose data nobody will miss."""


def configuration(settings: Mapping[str, str]) -> str:
    """postgresql.conf: ours, then ``settings`` over it."""
    lines = [f"{name} = '{_quoted(value)}'" for name, value in ({**OURS, **settings}).items()]
    return "\n".join(["# Written by Cantine at each start: changes made here are lost.", *lines, ""])


def _quoted(value: str) -> str:
    return value.replace("'", "''")
