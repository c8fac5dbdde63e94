-- Keeps updated_at current on every table that has it. The clock, not the start of the transaction: a row that waited
-- for another transaction's lock never goes back in time.
create function kongflow_touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create trigger users_touch_updated_at before update on users
  for each row execute function kongflow_touch_updated_at();
