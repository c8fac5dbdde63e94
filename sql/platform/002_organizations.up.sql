create table organizations (
  id uuid primary key default gen_random_uuid(),
  slug varchar(100) not null unique,
  title text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table org_members (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organizations (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  role text not null default 'MEMBER' check (role in ('ADMIN', 'MEMBER')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, user_id)
);

create index org_members_user_id_idx on org_members (user_id);

create trigger organizations_touch_updated_at before update on organizations
  for each row execute function kongflow_touch_updated_at();
create trigger org_members_touch_updated_at before update on org_members
  for each row execute function kongflow_touch_updated_at();
