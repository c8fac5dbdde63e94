create table projects (
  id uuid primary key default gen_random_uuid(),
  slug varchar(100) not null unique,
  name text not null,
  organization_id uuid not null references organizations (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index projects_organization_id_idx on projects (organization_id);

create trigger projects_touch_updated_at before update on projects
  for each row execute function kongflow_touch_updated_at();
