drop table runtime_environments;
