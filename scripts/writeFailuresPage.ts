import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresPage } from '../nodes/AlibabaAlscVoucherSend/wording/failuresPage';

writeFileSync(join(__dirname, '..', 'docs', 'failures.md'), failuresPage());
