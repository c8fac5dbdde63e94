// The programs of the build, as ctest and packaging/bench name them.
import { dirname, join } from 'node:path';

import { build } from '../../support/host.mjs';

const beside = (name) => join(dirname(build.host), name);

export const programs = { index: beside('bench-index'), queueFloor: beside('bench-queue-floor') };
