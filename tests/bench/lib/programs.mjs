// The programs of the build, as ctest and packaging/bench name them.
import { dirname, join } from 'node:path';

import { build } from '../../support/host.mjs';

export const programs = { host: build.host, index: join(dirname(build.host), 'bench-index') };
