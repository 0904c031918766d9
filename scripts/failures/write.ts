import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresPage } from './page';

writeFileSync(join(__dirname, '..', '..', 'docs', 'failures.md'), failuresPage());
