-- The runs whose task may still be in the queue: an operator can also reschedule the task of a run that has failed for
-- good. Replaces the index of the open runs.
create index endpoint_index_runs_with_tasks_idx on endpoint_index_runs (endpoint_id)
  where status in ('PENDING', 'STARTED') or (status = 'FAILURE' and task_id is not null);
drop index endpoint_index_runs_open_idx;
