import type { Locator, Page } from 'playwright-core';
import { OWNER } from './rest';

const VOUCHER_NODE = 'Alibaba ALSC Voucher Send';

/** n8n's editor, as a person at the screen works with it. Every step waits until it is done. */
export class Editor {
	constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	async logIn(): Promise<void> {
		await this.goTo('/signin');
		await this.page.locator('input[name=emailOrLdapLoginId]').fill(OWNER.email);
		await this.page.locator('input[type=password]').fill(OWNER.password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL((address) => !address.pathname.startsWith('/signin'));
	}

	/** Opens the form for a new credential of the type that the search finds. */
	async newCredential(search: string): Promise<Locator> {
		await this.goTo('/home/credentials');
		// An empty list has a button of its own beside the one at the top.
		await this.page
			.getByTestId('add-resource-credential')
			.or(this.page.getByTestId('empty-resources-list').getByRole('button'))
			.first()
			.click();
		await this.page.getByTestId('new-credential-type-select').locator('input').fill(search);
		await this.page.getByTestId('new-credential-type-select-option').first().click();
		await this.page.getByTestId('new-credential-type-button').click();
		const form = this.page.getByTestId('editCredential-modal');
		await form.getByTestId('credential-save-button').waitFor();
		return form;
	}

	/** Saves the credential, which n8n tests at once, and returns what the banner of this colour says. */
	async saveAndTest(form: Locator, colour: 'green' | 'red'): Promise<string> {
		await form.getByTestId('credential-save-button').click();
		if (colour === 'red') await form.getByText('More details').click();
		else await form.getByText('Connection tested successfully').waitFor();
		return await form.getByTestId('node-credentials-config-container').innerText();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.goTo(`/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Imports a file into a new workflow. */
	async importFile(path: string): Promise<void> {
		await this.goTo('/workflow/new');
		await this.page.getByTestId('canvas-add-button').waitFor();
		await this.page.getByTestId('workflow-import-input').setInputFiles(path);
		await this.page.getByTestId('canvas-node').first().waitFor();
		await this.page.getByTestId('zoom-to-fit').click();
	}

	private async goTo(path: string): Promise<void> {
		await this.page.goto(`${this.url}${path}`, { waitUntil: 'domcontentloaded' });
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	/** Opens the panel of all nodes behind the node named, and searches. */
	async searchNodesAfter(name: string, words: string, wanted = VOUCHER_NODE): Promise<Locator> {
		await this.node(name).getByTestId('canvas-handle-plus').click();
		return await this.searchNodes(words, wanted);
	}

	async searchNodes(words: string, wanted = VOUCHER_NODE): Promise<Locator> {
		await this.page.getByTestId('node-creator-search-bar').fill(words);
		return this.page.getByTestId('node-creator-item-name').filter({ hasText: wanted });
	}

	/** Adds a node that was found to the workflow; its form opens. */
	async addNode(found: Locator): Promise<void> {
		await found.click();
		// The current line shows what a community node is before it adds it.
		const add = this.page.getByText('Add to workflow');
		await add.or(this.form).first().waitFor();
		if (await add.isVisible()) await add.click();
		await this.form.waitFor();
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.form.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.form.waitFor({ state: 'hidden' });
	}

	get form(): Locator {
		return this.page.getByTestId('ndv');
	}

	get input(): Locator {
		return this.page.getByTestId('ndv-input-panel').or(this.page.getByTestId('input-panel'));
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** Drags a field of the input into a parameter, and leaves the parameter. */
	async dragIn(field: string, parameter: string): Promise<void> {
		const from = await middleOf(this.input.getByText(field, { exact: true }).first());
		const to = await middleOf(this.parameter(parameter));
		const { mouse } = this.page;
		await mouse.move(from.x, from.y);
		await mouse.down();
		await mouse.move(from.x + 20, from.y + 20, { steps: 5 });
		await mouse.move(to.x, to.y, { steps: 20 });
		await mouse.up();
		await this.parameter(parameter).getByText('$json').first().waitFor();
		await this.leaveParameter();
	}

	/** Clicks beside everything, so that hints and previews close. */
	async leaveParameter(): Promise<void> {
		await this.form.getByTestId('tab-params').or(this.form.getByText('Parameters')).first().click();
	}

	/** Chooses a field behind "Add Field", or an option behind "Add Option". */
	async add(button: 'Add Field' | 'Add Option', name: string): Promise<void> {
		await this.form.getByPlaceholder(button).click();
		await this.choose(name);
	}

	/** Chooses in the list that is open; not `exact` where an entry has a description, too. */
	async choose(name: string, { exact = true } = {}): Promise<void> {
		const entry = this.page.getByRole('option', { name, exact });
		await entry.filter({ visible: true }).click();
	}

	/** Opens the list of templates and searches it; without words it shows all. Returns its entries. */
	async searchTemplates(words?: string): Promise<Locator> {
		const list = this.page.getByTestId('rlc-item');
		if (!(await list.first().isVisible())) {
			await this.page.getByTestId('resource-locator-voucherId').getByTestId('rlc-input').click();
		}
		await list.first().waitFor();
		if (words !== undefined) {
			const before = await list.count();
			const search = this.page.getByTestId('rlc-search');
			await search
				.locator('input')
				.or(this.page.locator('input[data-test-id=rlc-search]'))
				.fill(words);
			await list.nth(before - 1).waitFor({ state: 'hidden' });
			await list.first().waitFor();
		}
		return list;
	}

	/** Presses "Execute step" and waits until the node has run and says how it went. */
	async executeStep(status: 'success' | 'danger'): Promise<void> {
		const button = this.page.getByTestId('node-execute-button');
		await button.click();
		await this.output.getByTestId(`node-run-status-${status}`).waitFor();
		await button.getByText('Execute step').waitFor();
	}

	/** Waits until the output shows all of these texts. */
	async outputShows(...texts: string[]): Promise<void> {
		for (const text of texts) await this.output.getByText(text).first().waitFor();
	}

	async setOnError(choice: string): Promise<void> {
		await this.form.getByText('Settings', { exact: true }).click();
		await this.parameter('onError').click();
		await this.choose(choice, { exact: false });
	}

	/** Opens the list of executions and shows the newest with this status. */
	async showExecution(status: 'Error' | 'Succeeded'): Promise<Locator> {
		await this.page.getByTestId('radio-button-executions').click();
		const entry = this.executions.filter({ hasText: status }).first();
		await entry.click();
		return entry;
	}

	get executions(): Locator {
		return this.page
			.getByTestId('current-executions-list')
			.locator('[data-test-id^=execution-details-]');
	}

	/** Presses "Retry" on an execution of the list. */
	async retry(execution: Locator): Promise<void> {
		await execution.getByTestId('retry-execution-button').click();
		// Every execution in the list has a menu of its own; one is open.
		const choice = this.page.getByText('Retry with original workflow');
		await choice.filter({ visible: true }).first().click();
	}
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
	await element.waitFor();
	const box = await element.boundingBox();
	if (!box) throw new Error('The element is not on the screen');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
