drop trigger endpoints_record_truncated on endpoints;
drop function kongflow_record_truncated_endpoints();
