drop table endpoint_index_runs;
drop table endpoint_indexes;
drop table endpoints;
