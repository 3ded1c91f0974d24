"""The tables.

Django would draw its picture of all tables anew for each of the hundred steps below, which takes
longer than everything else a start does.  The steps therefore only say what the tables are; the
orders that make them stand in ``0001_tables.sql``, and a test sees that both say the same.
"""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models
from django.db.migrations.state import ProjectState


def _orders() -> str:
    return Path(__file__).with_suffix(".sql").read_text("utf-8")


class Told(migrations.SeparateDatabaseAndState):
    """Steps that only say what is; the picture of the tables is drawn once, when it is asked for."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Told(
            database_operations=[migrations.RunSQL(_orders(), migrations.RunSQL.noop)],
            state_operations=[
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(unique=True)),
                ('submitted_on', models.DateField()),
                ('content', models.JSONField(default=dict)),
                ('is_example', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('head_sequence', models.BigIntegerField(default=0)),
                ('head_digest', models.BinaryField()),
                ('is_example', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='CloseRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('at', models.DateTimeField()),
                ('state', models.TextField()),
                ('content', models.JSONField(default=dict)),
                ('done_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='DailyRoot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rooted_on', models.DateField(unique=True)),
                ('heads', models.JSONField(default=list)),
                ('previous', models.BinaryField()),
                ('merkle', models.BinaryField()),
                ('digest', models.BinaryField()),
                ('signature', models.BinaryField()),
                ('public_key', models.BinaryField()),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField()),
                ('kind', models.TextField()),
                ('party', models.TextField(blank=True, default='')),
                ('revision', models.IntegerField()),
                ('posted_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('book', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.book')),
            ],
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('key', models.TextField(unique=True)),
                ('kind', models.TextField()),
                ('is_example', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('is_example', models.BooleanField(default=False)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(unique=True)),
                ('is_example', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.TextField()),
                ('purpose', models.TextField()),
                ('legal_basis', models.TextField(blank=True, default='')),
                ('subject', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['recorded_at'], name='access_log_recorded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='access_log_says_who_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('name_ko', models.TextField(blank=True, default='')),
                ('name_en', models.TextField(blank=True, default='')),
                ('account_class', models.TextField()),
                ('position', models.IntegerField(default=0)),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.book')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('programme', models.TextField(blank=True, default='')),
                ('product', models.TextField(blank=True, default='')),
                ('kind', models.TextField()),
                ('servicing', models.TextField()),
                ('series', models.TextField()),
                ('terms', models.JSONField(default=dict)),
                ('agreed', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('signed_on', models.DateField()),
                ('next_due_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('region', models.TextField(blank=True, default='')),
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('loan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.contract')),
            ],
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField()),
                ('label', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('contract', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='store.contract')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='PendingEntry',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='store.entry')),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='contract',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.contract'),
        ),
        migrations.CreateModel(
            name='Firm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('corporate_number', models.TextField(null=True, unique=True)),
                ('established_on', models.DateField(null=True)),
                ('is_example', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('corporate_number__isnull', False), ('key__startswith', 'corporate:')), models.Q(('corporate_number__isnull', True), ('key__startswith', 'proprietor:')), _connector='OR'), name='firm_number_fits_key')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('subject_kind', models.TextField()),
                ('subject', models.TextField()),
                ('product', models.TextField(blank=True, default='')),
                ('kind', models.TextField()),
                ('asked', models.BigIntegerField()),
                ('granted', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('proposed_by', models.TextField()),
                ('approved_by', models.TextField()),
                ('document', models.TextField()),
                ('content', models.JSONField(default=dict)),
                ('decided_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.AddField(
            model_name='contract',
            name='firm',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm'),
        ),
        migrations.AddField(
            model_name='application',
            name='firm',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm'),
        ),
        migrations.CreateModel(
            name='FirmSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('business_number', models.TextField(unique=True)),
                ('region', models.TextField()),
                ('name', models.TextField(blank=True, default='')),
                ('from_on', models.DateField(null=True)),
                ('until_on', models.DateField(null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='institution',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution'),
        ),
        migrations.CreateModel(
            name='ContractParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.TextField()),
                ('book_key', models.TextField(blank=True, default='')),
                ('name', models.TextField(blank=True, default='')),
                ('contract', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='store.contract')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='ContractFact',
            fields=[
                ('pk', models.CompositePrimaryKey('contract_id', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.TextField()),
                ('effective_on', models.DateField()),
                ('kind', models.TextField()),
                ('amount', models.BigIntegerField(default=0)),
                ('rate', models.DecimalField(decimal_places=14, max_digits=24, null=True)),
                ('party', models.TextField(blank=True, default='')),
                ('reverses', models.TextField(blank=True, default='')),
                ('note', models.TextField(blank=True, default='')),
                ('recorded_by', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('contract', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='store.contract')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='ContractEvent',
            fields=[
                ('pk', models.CompositePrimaryKey('contract_id', 'effective_on', 'kind', 'party', 'revision', blank=True, editable=False, primary_key=True, serialize=False)),
                ('effective_on', models.DateField()),
                ('kind', models.TextField()),
                ('party', models.TextField(blank=True, default='')),
                ('revision', models.IntegerField()),
                ('amount', models.BigIntegerField()),
                ('posted_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('contract', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='store.contract')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.AddField(
            model_name='contract',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution'),
        ),
        migrations.CreateModel(
            name='ConditionAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('evidence', models.TextField(blank=True, default='')),
                ('by', models.TextField()),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('condition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='store.condition')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.decision')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='ChainBlock',
            fields=[
                ('pk', models.CompositePrimaryKey('book_id', 'sequence', blank=True, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField()),
                ('previous', models.BinaryField()),
                ('digest', models.BinaryField()),
                ('book', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.book')),
                ('decision', models.OneToOneField(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.decision')),
                ('entry', models.OneToOneField(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.entry')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.AddField(
            model_name='book',
            name='institution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution'),
        ),
        migrations.CreateModel(
            name='ApplicationDesk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='desks', to='store.application')),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.AddField(
            model_name='application',
            name='institution',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution'),
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('reason', models.TextField()),
                ('filed_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.decision')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='AccountBalance',
            fields=[
                ('pk', models.CompositePrimaryKey('account_id', 'member', 'currency', blank=True, editable=False, primary_key=True, serialize=False)),
                ('member', models.TextField(blank=True, default='')),
                ('currency', models.CharField(max_length=3)),
                ('amount', models.BigIntegerField()),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.account')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='InstitutionName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ko', models.TextField(blank=True, default='')),
                ('en', models.TextField(blank=True, default='')),
                ('from_on', models.DateField()),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='InternalFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.TextField()),
                ('name', models.TextField()),
                ('value', models.JSONField(default=dict)),
                ('computed_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('programme', models.TextField()),
                ('envelope', models.TextField()),
                ('scope', models.TextField()),
                ('member', models.TextField(blank=True, default='')),
                ('cap', models.BigIntegerField(null=True)),
                ('used', models.BigIntegerField(default=0)),
                ('reserved', models.BigIntegerField(default=0)),
                ('currency', models.CharField(max_length=3)),
                ('basis', models.TextField()),
                ('is_revolving', models.BooleanField(default=False)),
                ('position', models.SmallIntegerField(default=0)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('product', models.TextField()),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('content', models.JSONField(default=dict)),
                ('offered_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.decision')),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.AddField(
            model_name='contract',
            name='offer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.offer'),
        ),
        migrations.CreateModel(
            name='OfferAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('by', models.TextField()),
                ('effective_on', models.DateField()),
                ('reason', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='store.offer')),
            ],
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('title', models.JSONField(default=dict)),
                ('as_of', models.DateField()),
                ('series', models.TextField()),
                ('watermark', models.JSONField(default=dict)),
                ('programme_versions', models.JSONField(default=dict)),
                ('renderer_versions', models.JSONField(default=dict)),
                ('report', models.JSONField(default=dict)),
                ('digest', models.TextField(blank=True, default='')),
                ('prepared_by', models.TextField(blank=True, default='')),
                ('frozen_by', models.TextField(blank=True, default='')),
                ('frozen_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.pack')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='PackDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('media_type', models.TextField()),
                ('content', models.BinaryField()),
                ('digest', models.TextField()),
                ('pack', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='store.pack')),
            ],
        ),
        migrations.CreateModel(
            name='PersonalKey',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='store.person')),
                ('locked_key', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='PersonalRecord',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='store.person')),
                ('locked', models.BinaryField()),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.TextField()),
                ('authority_limit', models.BigIntegerField(null=True)),
                ('currency', models.CharField(default='KRW', max_length=3)),
                ('products', models.JSONField(default=list)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.person')),
            ],
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.TextField(unique=True)),
                ('digest', models.BinaryField()),
                ('scopes', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.person')),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('name', models.TextField(unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sign_in', to='store.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('pk', models.CompositePrimaryKey('entry_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('number', models.SmallIntegerField()),
                ('member', models.TextField(blank=True, default='')),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('effective_on', models.DateField()),
                ('posted_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.account')),
                ('entry', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.entry')),
                ('institution', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField()),
                ('version', models.TextField()),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='programme_version_once')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField()),
                ('content', models.BinaryField()),
                ('programme_version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='store.programmeversion')),
            ],
        ),
        migrations.AddField(
            model_name='offer',
            name='programme_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.programmeversion'),
        ),
        migrations.CreateModel(
            name='Indication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField()),
                ('product', models.TextField()),
                ('content', models.JSONField(default=dict)),
                ('indicated_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('programme_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.programmeversion')),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.TextField()),
                ('verdict', models.TextField()),
                ('content', models.JSONField(default=dict)),
                ('facts', models.JSONField(default=dict)),
                ('assessed_on', models.DateField()),
                ('assessed_by', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('programme_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.programmeversion')),
            ],
        ),
        migrations.AddField(
            model_name='decision',
            name='programme_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.programmeversion'),
        ),
        migrations.AddField(
            model_name='contract',
            name='programme_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.programmeversion'),
        ),
        migrations.AddField(
            model_name='contract',
            name='project',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.project'),
        ),
        migrations.AddField(
            model_name='application',
            name='project',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.project'),
        ),
        migrations.CreateModel(
            name='ProjectRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.project')),
            ],
        ),
        migrations.CreateModel(
            name='ProjectParticipant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.TextField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('revision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.projectrevision')),
            ],
        ),
        migrations.CreateModel(
            name='ReceivedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('name', models.TextField()),
                ('digest', models.TextField()),
                ('content', models.BinaryField()),
                ('received_by', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='RecommendationRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('programme', models.TextField()),
                ('rule', models.TextField(blank=True, default='')),
                ('opened_on', models.DateField()),
                ('closes_on', models.DateField(null=True)),
                ('quota', models.IntegerField(null=True)),
                ('addressees', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('content', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('addressees', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('content', models.JSONField(default=dict)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.project')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.recommendationround')),
            ],
        ),
        migrations.CreateModel(
            name='RecommendationRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.IntegerField()),
                ('cells', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('recorded_at', models.DateTimeField()),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.receivedfile')),
                ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('round', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.recommendationround')),
            ],
        ),
        migrations.CreateModel(
            name='RecommendationWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField()),
                ('reason', models.TextField()),
                ('by', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('recommendation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='store.recommendation')),
            ],
        ),
        migrations.CreateModel(
            name='ReleasedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.TextField()),
                ('definition', models.TextField()),
                ('as_of', models.DateField()),
                ('value', models.JSONField(default=dict)),
                ('series', models.TextField()),
                ('watermark', models.TextField(blank=True, default='')),
                ('content', models.JSONField(default=dict)),
                ('document', models.TextField()),
                ('released_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('contradicts', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.releasedfigure')),
                ('pack', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.pack')),
            ],
        ),
        migrations.CreateModel(
            name='ReportedDifference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('kind', models.TextField()),
                ('reported', models.JSONField(default=dict)),
                ('computed', models.JSONField(default=dict)),
                ('reason', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('contract', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.contract')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True)),
                ('subject', models.TextField()),
                ('state', models.TextField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='LimitMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('subject', models.TextField(blank=True, default='')),
                ('cap', models.BigIntegerField(null=True)),
                ('used', models.BigIntegerField(default=0)),
                ('reserved', models.BigIntegerField(default=0)),
                ('effective_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('limit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.limit')),
                ('reservation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.reservation')),
            ],
        ),
        migrations.CreateModel(
            name='ReservationLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField()),
                ('used', models.BigIntegerField(default=0)),
                ('limit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.limit')),
                ('reservation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='store.reservation')),
            ],
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.JSONField(default=dict)),
                ('settled_at', models.DateTimeField(null=True)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.contract')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.closerun')),
            ],
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.TextField()),
                ('value', models.JSONField(default=dict)),
                ('as_of', models.DateField()),
                ('stated_by', models.TextField()),
                ('evidence', models.TextField(blank=True, default='')),
                ('standing', models.TextField()),
                ('legal_basis', models.TextField(blank=True, default='')),
                ('is_internal', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.application')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('sites', models.JSONField(default=list)),
                ('evidence', models.TextField(blank=True, default='')),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
            ],
        ),
        migrations.CreateModel(
            name='SupplyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.TextField()),
                ('month', models.DateField()),
                ('submission', models.IntegerField()),
                ('series', models.TextField()),
                ('file_name', models.TextField(blank=True, default='')),
                ('has_themes', models.BooleanField(default=False)),
                ('submitted_by', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.receivedfile')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='SupplyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.IntegerField()),
                ('sector', models.TextField(blank=True, default='')),
                ('product', models.TextField(blank=True, default='')),
                ('region', models.TextField(blank=True, default='')),
                ('theme', models.TextField(blank=True, default='')),
                ('amount', models.BigIntegerField(null=True)),
                ('renewals', models.BigIntegerField(null=True)),
                ('currency', models.CharField(max_length=3)),
                ('contracts', models.IntegerField(null=True)),
                ('firms', models.IntegerField(null=True)),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='store.supplyreport')),
            ],
        ),
        migrations.CreateModel(
            name='ApplicationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('product', models.TextField(blank=True, default='')),
                ('stage', models.TextField()),
                ('effective_on', models.DateField()),
                ('by', models.TextField()),
                ('reason', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='store.application')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'product', 'number'), name='application_step_once')],
            },
        ),
        migrations.CreateModel(
            name='CloseChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('first', models.TextField()),
                ('last', models.TextField()),
                ('contracts', models.IntegerField()),
                ('events', models.IntegerField()),
                ('entries', models.IntegerField()),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='chunks', to='store.closerun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='close_chunk_once')],
            },
        ),
        migrations.CreateModel(
            name='DecisionGround',
            fields=[
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='ground', serialize=False, to='store.decision')),
                ('content', models.JSONField(default=dict)),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
        ),
        migrations.CreateModel(
            name='FirmProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('size', models.TextField()),
                ('industries', models.JSONField(default=list)),
                ('from_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('firm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('firm', 'from_on', 'recorded_at'), name='firm_profile_once')],
            },
        ),
        migrations.CreateModel(
            name='GroupMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.TextField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
            ],
            options={
                'indexes': [models.Index(fields=['group'], name='group_membership_group')],
                'constraints': [models.UniqueConstraint(fields=('group', 'firm', 'from_on', 'recorded_at'), name='group_membership_once')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.TextField()),
                ('method', models.TextField()),
                ('key', models.TextField()),
                ('body_digest', models.TextField()),
                ('response', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('firm', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm')),
                ('institution', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'firm', 'person', 'method', 'key'), name='idempotency_key_once', nulls_distinct=False)],
            },
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('book', 'contract', 'effective_on', 'kind', 'party', 'revision'), name='entry_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='contractparty',
            constraint=models.UniqueConstraint(fields=('contract', 'role', 'institution', 'name'), name='contract_party_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='contractfact',
            index=models.Index(fields=['recorded_at'], name='contract_fact_recorded'),
        ),
        migrations.AddConstraint(
            model_name='contractfact',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='contract_fact_amount_not_negative'),
        ),
        migrations.AddIndex(
            model_name='contractevent',
            index=models.Index(fields=['posted_on', 'kind'], name='contract_event_posted'),
        ),
        migrations.AddConstraint(
            model_name='conditionact',
            constraint=models.UniqueConstraint(fields=('condition', 'kind', 'recorded_at'), name='condition_act_once'),
        ),
        migrations.AddConstraint(
            model_name='conditionact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('kind', 'waived')), models.Q(('kind__in', ['fulfilled', 'revoked']), models.Q(('evidence', ''), _negated=True)), _connector='OR'), name='condition_act_founded'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.UniqueConstraint(fields=('contract', 'key'), name='condition_once'),
        ),
        migrations.AddConstraint(
            model_name='chainblock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('entry__isnull', True)), models.Q(('decision__isnull', True), ('entry__isnull', False)), _connector='OR'), name='chain_block_seals_one'),
        ),
        migrations.AddConstraint(
            model_name='chainblock',
            constraint=models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='chain_block_numbered'),
        ),
        migrations.AddConstraint(
            model_name='applicationdesk',
            constraint=models.UniqueConstraint(fields=('application', 'institution'), name='application_desk_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('book', 'code'), name='account_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__contains', ':'), _negated=True), models.Q(('code', ''), _negated=True)), name='account_code_without_member'),
        ),
        migrations.AddConstraint(
            model_name='institutionname',
            constraint=models.UniqueConstraint(fields=('institution', 'from_on'), name='institution_name_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='internalfigure',
            constraint=models.UniqueConstraint(fields=('institution', 'application', 'product', 'name', 'recorded_at'), name='internal_figure_once'),
        ),
        migrations.AddIndex(
            model_name='limit',
            index=models.Index(fields=['programme', 'envelope'], name='limit_envelope'),
        ),
        migrations.AddConstraint(
            model_name='limit',
            constraint=models.CheckConstraint(condition=models.Q(('cap__isnull', True), ('cap__gte', django.db.models.expressions.CombinedExpression(models.F('used'), '+', models.F('reserved'))), _connector='OR'), name='limit_never_exceeded'),
        ),
        migrations.AddConstraint(
            model_name='limit',
            constraint=models.CheckConstraint(condition=models.Q(('used__gte', 0)), name='limit_used_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='limit',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='limit_reserved_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.CheckConstraint(condition=models.Q(('frozen_at__isnull', True), models.Q(models.Q(('digest', ''), _negated=True), models.Q(('frozen_by', ''), _negated=True)), _connector='OR'), name='pack_frozen_whole'),
        ),
        migrations.AddConstraint(
            model_name='packdocument',
            constraint=models.UniqueConstraint(fields=('pack', 'name'), name='pack_document_once'),
        ),
        migrations.AddField(
            model_name='personalrecord',
            name='firm',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.firm'),
        ),
        migrations.AddField(
            model_name='personalrecord',
            name='institution',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.institution'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('firm__isnull', True), ('institution__isnull', False)), models.Q(('firm__isnull', False), ('institution__isnull', True)), _connector='OR'), name='membership_at_one_place'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('authority_limit__isnull', True), ('authority_limit__gte', 0), _connector='OR'), name='membership_authority_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('person', 'institution', 'firm', 'role', 'from_on'), name='membership_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['account', 'effective_on'], name='posting_account_day'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='posting_moves'),
        ),
        migrations.AddConstraint(
            model_name='programmefile',
            constraint=models.UniqueConstraint(fields=('programme_version', 'path'), name='programme_file_once'),
        ),
        migrations.AddConstraint(
            model_name='indication',
            constraint=models.UniqueConstraint(fields=('application', 'key', 'recorded_at'), name='indication_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('application', 'product', 'institution', 'recorded_at'), name='finding_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['subject_kind', 'subject'], name='decision_subject'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by', models.F('approved_by')), _negated=True), name='decision_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='decision_document_named'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('granted__gte', 0), ('granted__lte', models.F('asked'))), name='decision_grants_at_most_what_was_asked'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(condition=models.Q(('next_due_on__isnull', False)), fields=['next_due_on'], name='contract_due'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=django.contrib.postgres.indexes.GinIndex(fields=['readers'], name='contract_readers'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['programme', 'product'], name='contract_product'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('servicing__in', ['serviced', 'reported'])), name='contract_serviced_or_reported'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('series__in', ['real', 'example'])), name='contract_real_or_example'),
        ),
        migrations.AddConstraint(
            model_name='projectrevision',
            constraint=models.UniqueConstraint(fields=('project', 'recorded_at'), name='project_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='projectparticipant',
            constraint=models.UniqueConstraint(fields=('revision', 'firm', 'role'), name='project_participant_once'),
        ),
        migrations.AddConstraint(
            model_name='receivedfile',
            constraint=models.UniqueConstraint(fields=('institution', 'firm', 'kind', 'digest'), name='received_file_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='recommendationround',
            constraint=models.CheckConstraint(condition=models.Q(('quota__isnull', True), ('quota__gte', 0), _connector='OR'), name='recommendation_round_quota_counts'),
        ),
        migrations.AddConstraint(
            model_name='recommendationrow',
            constraint=models.UniqueConstraint(fields=('round', 'file', 'row'), name='recommendation_row_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='releasedfigure',
            constraint=models.UniqueConstraint(fields=('figure', 'as_of', 'document'), name='released_figure_once'),
        ),
        migrations.AddConstraint(
            model_name='reporteddifference',
            constraint=models.UniqueConstraint(fields=('contract', 'month', 'kind', 'recorded_at'), name='reported_difference_once'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(fields=['subject'], name='reservation_subject'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['expires_at'], name='reservation_running_out'),
        ),
        migrations.AddConstraint(
            model_name='reservationline',
            constraint=models.UniqueConstraint(fields=('reservation', 'limit'), name='reservation_line_once'),
        ),
        migrations.AddConstraint(
            model_name='reservationline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('used__gte', 0), ('used__lte', models.F('amount'))), name='reservation_line_amounts'),
        ),
        migrations.AddConstraint(
            model_name='setaside',
            constraint=models.UniqueConstraint(fields=('run', 'contract'), name='set_aside_once'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('firm', 'application', 'institution', 'fact', 'as_of', 'stated_by', 'standing', 'recorded_at'), name='statement_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='succession_of_another'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(fields=('kind', 'predecessor', 'successor', 'effective_on'), name='succession_once'),
        ),
        migrations.AddConstraint(
            model_name='supplyreport',
            constraint=models.UniqueConstraint(fields=('institution', 'plan', 'month', 'series', 'submission'), name='supply_report_once'),
        ),
        migrations.AddConstraint(
            model_name='supplyrow',
            constraint=models.UniqueConstraint(fields=('report', 'sector', 'product', 'region', 'theme'), name='supply_row_once'),
        ),
            ],
        ),
    ]
