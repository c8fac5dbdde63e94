drop trigger endpoints_record_removed on endpoints;
drop function kongflow_record_removed_endpoints();
drop table removed_endpoints;
