-- The hosts that work on this database, each row written by its host every few seconds and removed when it stops.
create table kongflow_hosts (
  id text primary key, -- what its tasks and queues have as locked_by
  name text not null, -- of the machine
  pid integer not null,
  version text not null,
  url text not null,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  tasks_running integer not null default 0,
  http_in_flight integer not null default 0,
  draining boolean not null default false -- asked for by an operator; the host obeys at its next heartbeat
);

-- What each host did in each minute of the last day.
create table kongflow_minutes (
  minute timestamptz not null,
  host text not null,
  done bigint not null,
  retried bigint not null,
  failed bigint not null, -- for good
  http bigint not null,
  http_errors bigint not null, -- answered with 5xx
  http_buckets bigint[] not null, -- requests by duration, the buckets of kongflow_http_request_duration_seconds
  primary key (minute, host)
);
