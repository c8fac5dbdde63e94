drop table org_members;
drop table organizations;
