drop table users;
drop function kongflow_touch_updated_at();
