import { readFileSync } from 'node:fs';

function statusMiB(pid, name) {
  const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kibibytes) / 1024;
}

/** The resident memory of a process. */
export const residentMiB = (pid) => statusMiB(pid, 'VmRSS');

/** The most resident memory that a process has had since it started. */
export const peakMiB = (pid) => statusMiB(pid, 'VmHWM');
