import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresPage } from '../wording/failuresPage';

writeFileSync(join(__dirname, '..', 'docs', 'failures.md'), failuresPage());
