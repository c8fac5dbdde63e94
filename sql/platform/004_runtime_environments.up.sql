create table runtime_environments (
  id uuid primary key default gen_random_uuid(),
  slug varchar(100) not null,
  api_key text not null unique,
  type text not null check (type in ('PRODUCTION', 'STAGING', 'DEVELOPMENT', 'PREVIEW')),
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null references projects (id) on delete cascade,
  org_member_id uuid references org_members (id) on delete cascade, -- whose DEVELOPMENT environment it is
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (project_id, slug, org_member_id)
);

create index runtime_environments_organization_id_idx on runtime_environments (organization_id);
create index runtime_environments_org_member_id_idx on runtime_environments (org_member_id);

create trigger runtime_environments_touch_updated_at before update on runtime_environments
  for each row execute function kongflow_touch_updated_at();
