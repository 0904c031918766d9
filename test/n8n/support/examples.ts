import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './repository';
import type { SavedCredential, WorkflowDefinition } from './rest';

/** The example workflows users import, by file name without ending. */
export function readExamples(): Map<string, WorkflowDefinition> {
	const folder = join(REPOSITORY, 'examples');
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return new Map(
		files.sort().map((file) => {
			const text = readFileSync(join(folder, file), 'utf8');
			return [file.replace(/\.json$/, ''), JSON.parse(text) as WorkflowDefinition];
		}),
	);
}

/** The workflow with `credential` chosen wherever it asks for one of its type. */
export function withCredential(
	workflow: WorkflowDefinition,
	{ id, name, type }: SavedCredential,
): WorkflowDefinition {
	const nodes = workflow.nodes.map((node) =>
		node.credentials && type in node.credentials
			? { ...node, credentials: { ...node.credentials, [type]: { id, name } } }
			: node,
	);
	return { ...workflow, nodes };
}
