create index endpoints_environment_id_idx on endpoints (environment_id);
drop index endpoints_environment_created_at_idx;
