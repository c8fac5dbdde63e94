-- What the user should change although the app answered: it redirects elsewhere, for instance.
alter table endpoint_index_runs add column warning text;
