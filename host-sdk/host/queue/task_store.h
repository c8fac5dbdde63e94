// The SQL of a worker on Graphile Worker's private tables, revisions 18 to 20: results, locks and counts. Tasks are
// taken by task_takes.h.
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

// Writes how the runs ended, with the delays of tasks that are postponed, and unlocks their queues. Tasks and queues
// whose lock is no longer the worker's are left alone; returns the ids of those tasks.
std::vector<std::string> finish(postgres::Connection& connection, const std::string& worker,
                                const std::vector<TaskRunResult>& runs);

// Those of these tasks that are in the queue.
std::set<std::string> existing(postgres::Connection& connection, const std::vector<std::string>& ids);

// Notifies listening workers that `count` tasks wait.
void announce(postgres::Connection& connection, std::size_t count);

// Releases locks older than 4 hours, of any worker.
void release_stale_locks(postgres::Connection& connection);

// Releases every lock of a worker; how many there were.
int release_locks_of(postgres::Connection& connection, const std::string& worker);

// Releases the worker's locks but those that are held; returns how many tasks it had lost sight of.
int release_forgotten(postgres::Connection& connection, const std::string& worker, const HeldTasks::Ids& held);

// How many tasks of these identifiers are "ready", "scheduled" (due later), "running", "failed" (for good).
std::map<std::string, double> depth(postgres::Connection& connection, const std::vector<std::string>& identifiers);

}  // namespace kongflow::host::task_store
