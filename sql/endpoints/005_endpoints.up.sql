create table endpoints (
  id uuid primary key default gen_random_uuid(),
  slug varchar(100) not null,
  url text not null,
  indexing_hook_identifier varchar(10) not null,
  environment_id uuid not null references runtime_environments (id) on delete cascade,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null references projects (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment_id, slug)
);

create index endpoints_environment_id_idx on endpoints (environment_id);
create index endpoints_organization_id_idx on endpoints (organization_id);
create index endpoints_project_id_idx on endpoints (project_id);
create index endpoints_created_at_idx on endpoints (created_at, id);

-- What an app declared: one row for each index that succeeded. created_at is when the app was asked, so that the
-- newest row is the newest state of the app also when an older answer arrives later.
create table endpoint_indexes (
  id uuid primary key default gen_random_uuid(),
  endpoint_id uuid not null references endpoints (id) on delete cascade,
  stats jsonb not null,
  data jsonb not null,
  source varchar(50) not null default 'MANUAL' check (source in ('MANUAL', 'API', 'INTERNAL', 'HOOK')),
  source_data jsonb,
  reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index endpoint_indexes_endpoint_id_idx on endpoint_indexes (endpoint_id, created_at, id);
create index endpoint_indexes_source_idx on endpoint_indexes (source);
create index endpoint_indexes_created_at_idx on endpoint_indexes (created_at);

-- What came of each wish to index, failures included, across the attempts of its task.
create table endpoint_index_runs (
  id uuid primary key default gen_random_uuid(),
  endpoint_id uuid not null references endpoints (id) on delete cascade,
  source varchar(50) not null default 'MANUAL' check (source in ('MANUAL', 'API', 'INTERNAL', 'HOOK')),
  reason text,
  source_data jsonb,
  status varchar(20) not null default 'PENDING' check (status in ('PENDING', 'STARTED', 'SUCCESS', 'FAILURE')),
  error text,
  error_code text,
  attempt integer not null default 0 check (attempt >= 0),
  task_id bigint, -- the id of its indexEndpoint task; NULL: ran inside a request or a console action
  next_attempt_at timestamptz,
  sdk_version text,
  api_version text,
  index_id uuid references endpoint_indexes (id) on delete set null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null default now()
);

create index endpoint_index_runs_endpoint_id_idx on endpoint_index_runs (endpoint_id, created_at, id);
create index endpoint_index_runs_task_id_idx on endpoint_index_runs (task_id) where task_id is not null;
create index endpoint_index_runs_index_id_idx on endpoint_index_runs (index_id) where index_id is not null;
create index endpoint_index_runs_unfinished_idx on endpoint_index_runs (created_at)
  where status in ('PENDING', 'STARTED');

create trigger endpoints_touch_updated_at before update on endpoints
  for each row execute function kongflow_touch_updated_at();
create trigger endpoint_indexes_touch_updated_at before update on endpoint_indexes
  for each row execute function kongflow_touch_updated_at();
create trigger endpoint_index_runs_touch_updated_at before update on endpoint_index_runs
  for each row execute function kongflow_touch_updated_at();
