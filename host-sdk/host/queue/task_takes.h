// SQL that takes tasks from Graphile Worker's private tables, revisions 18 to 20.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/queue/task_run.h"
#include "postgres/connection.h"

// Each take is one statement on the given connection and throws postgres::Error. `meanwhile` is called while the server
// works (Connection::execute_prepared).
namespace kongflow::host::task_store {

// Payloads up to this size are read together with their tasks.
constexpr int kLargestInline_bytes = 8 * 1024;

// True when the data of a row made the statement fail: corrupt data (XX001), or a value that cannot be converted (class
// 22) or is too large (class 54).
bool unreadable_payload(const postgres::Error& error);

// The task's payload and its size in bytes; NULL and the size when that exceeds `most_bytes`. No row: there is no such
// task.
postgres::Rows payload_up_to(postgres::Connection& connection, const std::string& task_id, std::uint64_t most_bytes);

// Locks up to `limit` ready tasks outside named queues, in the order (priority, run_at).
std::vector<TaskRun> take_single(postgres::Connection& connection, const std::string& worker,
                                 const std::vector<std::string>& identifiers, int limit,
                                 int largest_payload = kLargestInline_bytes,
                                 const std::function<void()>& meanwhile = {});

// Locks up to `runs` free named queues, starting with those whose first task is due first, and up to `per_run` ready
// tasks of each in the order (priority, run_at, id). Skips queues whose ids are keys of the JSON object `deferred`.
std::vector<TaskRun> take_queued(postgres::Connection& connection, const std::string& worker,
                                 const std::vector<std::string>& identifiers, int runs, int per_run,
                                 const std::string& deferred, int largest_payload = kLargestInline_bytes,
                                 const std::function<void()>& meanwhile = {});

}  // namespace kongflow::host::task_store
