"""How passwords are kept: Argon2id at 19 MiB and two passes, about 50 ms, which a small server can afford eight of."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class HouseArgon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
