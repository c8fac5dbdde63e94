-- Copies the rows of trigger.dev v2's endpoints service (June 2023) into KongFlow's tables. MIGRATION.md describes the steps.
--
--   psql "$URL" -X -v ON_ERROR_STOP=1 [-v source=SCHEMA] [-v dry_run=1] -f from-trigger-dev.sql
--
-- `source` is the schema of trigger.dev's tables (default trigger_dev); the script only reads it. The copy is one transaction:
-- on an error it copies nothing and gives the reason. You may repeat the copy: existing rows stay, new rows are added, and if
-- both sides changed an environment or endpoint, the newer version wins.
\if :{?source}
\else
  \set source trigger_dev
\endif
\set QUIET on
begin isolation level repeatable read;
set local search_path to public, :"source";
set local client_min_messages to notice;

-- The UUID for a cuid, the same in every run (version 3: derived from an MD5).
create function pg_temp.id(kind text, cuid text) returns uuid immutable strict language sql as $$
  select overlay(overlay(md5('trigger.dev ' || kind || ' ' || cuid) placing '3' from 13) placing '8' from 17)::uuid
$$;

create function pg_temp.hook_identifier() returns text volatile language sql as $$
  select string_agg(substr('0123456789abcdefghijklmnopqrstuvxyz', 1 + get_byte(uuid_send(gen_random_uuid()), 0) % 35, 1), '')
  from generate_series(1, 10)
$$;

-- Fails with the rows of `query`, if any: one text column, one row per problem.
create function pg_temp.refuse(what text, query text) returns void language plpgsql as $$
declare
  found text;
  troubles bigint;
begin
  execute format('select count(*), string_agg(trouble, E''\n  '' order by trouble) filter (where number <= 20) from '
    '(select trouble, row_number() over (order by trouble) as number from (%s) as q(trouble)) numbered', query)
    into troubles, found;
  if troubles > 0 then
    raise exception using message = format(E'Nothing was copied. %s (%s):\n  %s', what, troubles, found);
  end if;
end
$$;

\o /dev/null
select pg_temp.refuse('These tables are missing: is "source" the right schema, and did kongflow-host migrate up run?', $$
  select name from unnest(array['"User"', '"Organization"', '"OrgMember"', '"Project"', '"RuntimeEnvironment"', '"Endpoint"',
    '"EndpointIndex"', 'users', 'organizations', 'org_members', 'projects', 'runtime_environments', 'endpoints',
    'endpoint_indexes']) name
  where to_regclass(name) is null $$);
select pg_temp.refuse('These slugs of endpoints are not 1 to 100 visible ASCII characters', $$
  select format('%s: "%s"', id, slug) from "Endpoint" where slug !~ '^[\x21-\x7E]{1,100}$' $$);
select pg_temp.refuse('These endpoints have no URL', $$
  select format('%s: "%s"', id, slug) from "Endpoint" where url is null or url = '' $$);
select pg_temp.refuse('These hook identifiers are longer than 10 characters', $$
  select format('%s: "%s"', id, slug) from "Endpoint" where length("indexingHookIdentifier") > 10 $$);
select pg_temp.refuse('These users'' e-mail addresses are taken', $$
  select old.email from "User" old join users ours on ours.email = old.email where ours.id <> pg_temp.id('User', old.id) $$);
select pg_temp.refuse('These slugs of organizations are taken', $$
  select old.slug from "Organization" old join organizations ours on ours.slug = old.slug
  where ours.id <> pg_temp.id('Organization', old.id) $$);
select pg_temp.refuse('These slugs of projects are taken', $$
  select old.slug from "Project" old join projects ours on ours.slug = old.slug where ours.id <> pg_temp.id('Project', old.id) $$);
select pg_temp.refuse('The API keys of these environments are taken', $$
  select format('%s (%s)', old.id, old.slug) from "RuntimeEnvironment" old
  join runtime_environments ours on ours.api_key = old."apiKey" where ours.id <> pg_temp.id('RuntimeEnvironment', old.id) $$);
select pg_temp.refuse('These endpoints were registered here under other ids', $$
  select format('%s in the environment %s', old.slug, ours.environment_id) from "Endpoint" old
  join endpoints ours on ours.environment_id = pg_temp.id('RuntimeEnvironment', old."environmentId") and ours.slug = old.slug
  where ours.id <> pg_temp.id('Endpoint', old.id) $$);
\o

-- Prisma's timestamps have no time zone and are UTC.
insert into users (id, email, name, created_at, updated_at)
select pg_temp.id('User', id), email, name, "createdAt" at time zone 'UTC', "updatedAt" at time zone 'UTC' from "User"
on conflict (id) do nothing;

insert into organizations (id, slug, title, created_at, updated_at)
select pg_temp.id('Organization', id), slug, title, "createdAt" at time zone 'UTC', "updatedAt" at time zone 'UTC' from "Organization"
on conflict (id) do nothing;

insert into org_members (id, organization_id, user_id, role, created_at, updated_at)
select pg_temp.id('OrgMember', id), pg_temp.id('Organization', "organizationId"), pg_temp.id('User', "userId"), role::text,
  "createdAt" at time zone 'UTC', "updatedAt" at time zone 'UTC'
from "OrgMember"
on conflict (id) do nothing;

insert into projects (id, slug, name, organization_id, created_at, updated_at)
select pg_temp.id('Project', id), slug, name, pg_temp.id('Organization', "organizationId"), "createdAt" at time zone 'UTC',
  "updatedAt" at time zone 'UTC'
from "Project"
on conflict (id) do nothing;

insert into runtime_environments as ours
  (id, slug, api_key, type, organization_id, project_id, org_member_id, created_at, updated_at)
select pg_temp.id('RuntimeEnvironment', id), slug, "apiKey", type::text, pg_temp.id('Organization', "organizationId"),
  pg_temp.id('Project', "projectId"), pg_temp.id('OrgMember', "orgMemberId"), "createdAt" at time zone 'UTC',
  "updatedAt" at time zone 'UTC'
from "RuntimeEnvironment"
on conflict (id) do update set api_key = excluded.api_key where ours.updated_at < excluded.updated_at;

insert into endpoints as ours
  (id, slug, url, indexing_hook_identifier, environment_id, organization_id, project_id, created_at, updated_at)
select pg_temp.id('Endpoint', id), slug, url, coalesce("indexingHookIdentifier", pg_temp.hook_identifier()),
  pg_temp.id('RuntimeEnvironment', "environmentId"), pg_temp.id('Organization', "organizationId"),
  pg_temp.id('Project', "projectId"), "createdAt" at time zone 'UTC', "updatedAt" at time zone 'UTC'
from "Endpoint"
on conflict (id) do update set url = excluded.url where ours.updated_at < excluded.updated_at;

-- Later versions of trigger.dev have rows without data for failed indexes. KongFlow stores these as runs; skip them.
insert into endpoint_indexes (id, endpoint_id, stats, data, source, source_data, reason, created_at, updated_at)
select pg_temp.id('EndpointIndex', id), pg_temp.id('Endpoint', "endpointId"), stats, data, source::text,
  nullif("sourceData", 'null'), reason, "createdAt" at time zone 'UTC', "updatedAt" at time zone 'UTC'
from "EndpointIndex"
where stats is not null and data is not null
on conflict (id) do nothing;

do $$
declare
  pair record;
  there bigint;
begin
  for pair in select * from (values
    ('User', 'users', ''), ('Organization', 'organizations', ''), ('OrgMember', 'org_members', ''), ('Project', 'projects', ''),
    ('RuntimeEnvironment', 'runtime_environments', ''), ('Endpoint', 'endpoints', ''),
    ('EndpointIndex', 'endpoint_indexes', 'where stats is not null and data is not null')) as v(old, ours, wanted)
  loop
    execute format('select count(*) from %I %s', pair.old, pair.wanted) into there;
    perform pg_temp.refuse(format('These rows of "%s" did not arrive', pair.old), format(
      'select id from %1$I %2$s except '
      'select old.id from %1$I old join %3$I ours on ours.id = pg_temp.id(%1$L, old.id)', pair.old, pair.wanted, pair.ours));
    raise notice '% of "%" are in %', there, pair.old, pair.ours;
  end loop;
end
$$;

\if :{?dry_run}
  rollback;
  \echo Nothing was changed: this was a dry run.
\else
  commit;
\endif
