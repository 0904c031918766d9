import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../test/n8n/support/repository';
import { licensesPage, runtimeDependencies } from './runtimeDependencies';

writeFileSync(join(REPOSITORY, 'THIRD_PARTY_LICENSES.md'), licensesPage(runtimeDependencies()));
