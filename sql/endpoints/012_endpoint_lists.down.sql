drop trigger endpoints_list on endpoints;
drop trigger projects_list_renamed on projects;
drop trigger runtime_environments_list_renamed on runtime_environments;
drop trigger endpoint_index_runs_note on endpoint_index_runs;
drop trigger endpoint_index_runs_note_change on endpoint_index_runs;
drop trigger endpoint_index_runs_note_removed on endpoint_index_runs;
drop trigger endpoint_indexes_note on endpoint_indexes;
drop trigger endpoint_indexes_note_removed on endpoint_indexes;
drop trigger endpoint_index_runs_note_truncated on endpoint_index_runs;
drop trigger endpoint_indexes_note_truncated on endpoint_indexes;
drop function kongflow_list_endpoint(), kongflow_list_renamed(), kongflow_note_run(), kongflow_note_index(),
  kongflow_note_removed(), kongflow_note_truncated(), kongflow_refresh_endpoint_states(uuid[]),
  kongflow_endpoint_state(uuid),  kongflow_searchable_error(text), kongflow_endpoint_listing(endpoints);
drop table endpoint_listings, endpoint_states;
