-- The runs that are not over: the console shows for each endpoint which of them the queue runs next.
create index endpoint_index_runs_open_idx on endpoint_index_runs (endpoint_id)
  where status in ('PENDING', 'STARTED') or next_attempt_at is not null;
