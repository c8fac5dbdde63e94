// SQL of a worker on Graphile Worker's private tables, revisions 18 to 20: results, locks and counts. task_takes.h
// takes tasks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/queue/held_tasks.h"
#include "host/queue/task_run.h"
#include "postgres/connection.h"

// Each function is one statement on the given connection and throws postgres::Error.
namespace kongflow::host::task_store {

// Session settings for finish() and for takes: plans are made once and use indexes only. Planning each statement anew
// takes most of the time of a short one, and the statistics of a queue that was empty a moment ago make the planner
// sort all of it.
constexpr char kPlanOnce[] =
    "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off;"
    "set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;";

// Writes the results of runs, with the delays of postponed tasks, and unlocks their queues. Does not change tasks and
// queues whose lock the worker has lost; returns the ids of those tasks.
std::vector<std::string> finish(postgres::Connection& connection, const std::string& worker,
                                const std::vector<TaskRunResult>& runs);

// The subset of `ids` that is in the queue.
std::set<std::string> existing(postgres::Connection& connection, const std::vector<std::string>& ids);

// Notifies listening workers of `count` waiting tasks.
void announce(postgres::Connection& connection, std::size_t count);

// Releases locks older than 4 hours, of any worker.
void release_stale_locks(postgres::Connection& connection);

// Releases all locks of a worker; returns their number.
int release_locks_of(postgres::Connection& connection, const std::string& worker);

// Releases the worker's locks that are not in `held`; returns the number of tasks whose locks were forgotten.
int release_forgotten(postgres::Connection& connection, const std::string& worker, const HeldTasks::Ids& held);

// Number of tasks with these identifiers: "ready", "scheduled" (due later), "running", "failed" (permanently).
std::map<std::string, double> depth(postgres::Connection& connection, const std::vector<std::string>& identifiers);

}  // namespace kongflow::host::task_store
