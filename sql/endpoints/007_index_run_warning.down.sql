alter table endpoint_index_runs drop column warning;
