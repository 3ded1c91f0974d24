"""Where the database is: the embedded server of this office, or the one an address names.

``MAJUNG_DATABASE_URL`` names a database whose user owns it and prepares it.  The application
itself always signs in as another role, because the walls bind everybody but the owner; a site
that gives that role its own sign-in names it in ``MAJUNG_APP_DATABASE_URL``.

Nothing of Django is imported here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg.conninfo import make_conninfo

from majung.store.refusals import DatabaseAddressNotReadableError

OWNER_VARIABLE = "MAJUNG_DATABASE_URL"
APPLICATION_VARIABLE = "MAJUNG_APP_DATABASE_URL"
SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and as whom one signs in.

    Attributes:
        host: name of the machine, or the folder of a socket.
        options: further words of the connection, as ``sslmode``.
    """

    host: str
    port: int
    database: str
    user: str
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict)

    def as_role(self, user: str, password: str = "") -> "Address":
        """Return the same database for another user."""
        return Address(self.host, self.port, self.database, user, password, self.options)

    def as_database(self, database: str) -> "Address":
        """Return another database of the same server."""
        return Address(self.host, self.port, database, self.user, self.password, self.options)

    def conninfo(self) -> str:
        """Return the words that psycopg connects with, as one text."""
        words = {"host": self.host, "port": str(self.port)}
        words |= {"dbname": self.database, "user": self.user}
        if self.password:
            words["password"] = self.password
        return make_conninfo(**words, **self.options)


def address_of(url: str) -> Address:
    """Read an address as ``postgresql://user:password@host:5432/database?sslmode=require``.

    A folder of a socket stands in the query, as ``?host=/run/postgresql``.

    Raises:
        DatabaseAddressNotReadableError: another scheme, no database, no user or no port number.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError:
        raise DatabaseAddressNotReadableError(variable=OWNER_VARIABLE, part="port") from None
    database = unquote(parts.path.removeprefix("/"))
    required = {
        "scheme": parts.scheme in SCHEMES,
        "user": bool(parts.username),
        "database": bool(database) and "/" not in database,
    }
    for part, is_there in required.items():
        if not is_there:
            raise DatabaseAddressNotReadableError(variable=OWNER_VARIABLE, part=part)
    options = dict(parse_qsl(parts.query))
    return Address(
        host=options.pop("host", parts.hostname or "localhost"),
        port=int(options.pop("port", port)),
        database=database,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        options=options,
    )
