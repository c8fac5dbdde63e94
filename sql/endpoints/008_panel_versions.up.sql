-- The console asks every two seconds what changed last.
create index endpoints_updated_at_idx on endpoints (updated_at);
create index endpoint_index_runs_updated_at_idx on endpoint_index_runs (updated_at);
