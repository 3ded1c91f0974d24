"""What the store refuses, each named after what would otherwise be broken."""

from majung.errors import PolicyFinanceError


class ServerProgramsMissingError(PolicyFinanceError):
    """The embedded server needs programs that are not installed."""

    kind = "server-programs-missing"


class ServerUserMissingError(PolicyFinanceError):
    """Root needs a system user to lend the server to, and none could be made."""

    kind = "server-user-missing"


class DataFolderNotWritableError(PolicyFinanceError):
    """The folder for the data cannot be made or written."""

    kind = "data-folder-not-writable"


class DataFolderOfOtherVersionError(PolicyFinanceError):
    """The data were written by another major version of PostgreSQL."""

    kind = "data-folder-of-other-version"


class ServerNotStartedError(PolicyFinanceError):
    """The embedded server did not come up."""

    kind = "server-not-started"


class DatabaseAddressNotReadableError(PolicyFinanceError):
    """The address of a database does not say where it is."""

    kind = "database-address-not-readable"


class DatabaseNotReachableError(PolicyFinanceError):
    """The database does not answer, or refuses to be prepared."""

    kind = "database-not-reachable"


class DatabaseTooOldError(PolicyFinanceError):
    """The server is older than the features the walls are made of."""

    kind = "database-too-old"


class SecretsNotReadableError(PolicyFinanceError):
    """The file of secrets is there but cannot be used."""

    kind = "secrets-not-readable"


class NotRecordedError(PolicyFinanceError):
    """What is named is recorded, and among the rows of whoever acts."""

    kind = "not-recorded"


class RecordedDifferentlyError(PolicyFinanceError):
    """A key names one thing: recording it again with another content is refused."""

    kind = "recorded-differently"


class DatabaseNotCurrentError(PolicyFinanceError):
    """The tables are those of this release."""

    kind = "database-not-current"
