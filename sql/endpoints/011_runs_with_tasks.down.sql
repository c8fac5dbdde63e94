create index endpoint_index_runs_open_idx on endpoint_index_runs (endpoint_id)
  where status in ('PENDING', 'STARTED') or next_attempt_at is not null;
drop index endpoint_index_runs_with_tasks_idx;
