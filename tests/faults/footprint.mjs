// What a host holds: descriptors, memory, sessions of PostgreSQL.
import { readFileSync, readdirSync } from 'node:fs';

const sessions = `select count(*) from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and application_name <> 'faults'`;

export async function footprint(pid, database) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    pid,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    memoryMiB: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024),
    sessions: await database.value(sessions),
  };
}

// Idle sessions and allocator caches come and go; what grows with every fault does not stay below these.
const allowance = { descriptors: 24, memoryMiB: 48, sessions: 20 };

/** Sentences about what has grown since `before`, of the same process. */
export const grown = (before, now) =>
  Object.entries(allowance)
    .filter(([what, more]) => now[what] > before[what] + more)
    .map(([what]) => `${what} grew from ${before[what]} to ${now[what]}`);
