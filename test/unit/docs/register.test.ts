import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statementsForOwner } from '../../../nodes/shared/registerDatabase/schema';

test('docs/register.md gives the owner of a database the statement that the node would run', () => {
	const page = readFileSync(join(__dirname, '../../../docs/register.md'), 'utf8');
	expect(page).toContain(statementsForOwner('n8n_vouchers'));
});
