"""How few loans follow an index is counted, so that a question about them reads no others.

Without it the database takes nearly all contracts for such loans, and goes through a nation's book
by key to find the first of them.
"""

from django.db import migrations

SQL = """
CREATE STATISTICS contract_following_share ON (terms->'reset'->>'index') FROM store_contract;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0011_index_rates")]
    operations = [migrations.RunSQL(SQL, "DROP STATISTICS contract_following_share")]
