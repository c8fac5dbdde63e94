drop table kongflow_minutes;
drop table kongflow_hosts;
